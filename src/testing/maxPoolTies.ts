/**
 * Max pooling where values tie, which random golden cases never have and a ReLU's zeros always do: the gradient
 * goes to the first maximum in row-major order.
 */

const array = (shape: number[], data: number[]) => ({ shape, data });

/** In the golden cases' format. [1, 4, 5, 1]: the last column belongs to no window. */
export const MAX_POOL_TIES = {
  op: 'maxpool2',
  name: 'maxpool2-ties',
  x: array([1, 4, 5, 1], [0, 0, 1, 2, 9, 0, 0, 2, 2, 9, -1, -3, 5, 4, 9, -3, -1, 5, 5, 9]),
  dy: array([1, 2, 2, 1], [10, 20, 30, 40]),
  y: array([1, 2, 2, 1], [0, 2, -1, 5]),
  dx: array([1, 4, 5, 1], [10, 0, 0, 20, 0, 0, 0, 0, 0, 0, 30, 0, 40, 0, 0, 0, 0, 0, 0, 0]),
};
