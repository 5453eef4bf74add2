/** Convolution and dense layers in float64, straight from their definitions, to hold the kernels against. */
import type { LinearInput, LinearOutput } from '../conformance/engineOps.ts';

type Exact = { readonly [Key in keyof LinearOutput]: Float64Array };

/** Visits every product of the forward pass: y[at] takes part of x[from] · kernel[weight]. */
function visitConvolution(
  { x, kernel }: Pick<LinearInput, 'x' | 'kernel'>,
  visit: (at: number, from: number, weight: number, output: number) => void,
): void {
  const [images = 1, height = 1, width = 1, inputs = 1] = x.shape;
  const [size = 1, , , outputs = 1] = kernel.shape;
  const half = size >> 1;
  for (let n = 0; n < images; n++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let ky = 0; ky < size; ky++)
          for (let kx = 0; kx < size; kx++) {
            const [fromRow, fromColumn] = [row + ky - half, column + kx - half];
            if (fromRow < 0 || fromRow >= height || fromColumn < 0 || fromColumn >= width) continue;
            for (let i = 0; i < inputs; i++)
              for (let o = 0; o < outputs; o++)
                visit(
                  ((n * height + row) * width + column) * outputs + o,
                  ((n * height + fromRow) * width + fromColumn) * inputs + i,
                  ((ky * size + kx) * inputs + i) * outputs + o,
                  o,
                );
          }
}

function visitDense(
  { x, kernel }: Pick<LinearInput, 'x' | 'kernel'>,
  visit: (at: number, from: number, weight: number, output: number) => void,
): void {
  const [images = 1] = x.shape;
  const [inputs = 1, outputs = 1] = kernel.shape;
  for (let n = 0; n < images; n++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++) visit(n * outputs + o, n * inputs + i, i * outputs + o, o);
}

/** y = x ∗ kernel + bias, dx, dkernel and dbias from dy. */
export function naiveLinear(input: LinearInput): Exact {
  const { x, kernel, bias, dy } = input;
  const outputs = bias.data.length;
  const y = Float64Array.from(dy.data, (_, at) => bias.data[at % outputs] as number);
  const dx = new Float64Array(x.data.length);
  const dkernel = new Float64Array(kernel.data.length);
  const dbias = new Float64Array(outputs);
  const walk = kernel.shape.length === 4 ? visitConvolution : visitDense;
  walk(input, (at, from, weight) => {
    const gradient = dy.data[at] as number;
    y[at] = (y[at] as number) + (x.data[from] as number) * (kernel.data[weight] as number);
    dx[from] = (dx[from] as number) + gradient * (kernel.data[weight] as number);
    dkernel[weight] = (dkernel[weight] as number) + gradient * (x.data[from] as number);
  });
  dy.data.forEach((gradient, at) => {
    dbias[at % outputs] = (dbias[at % outputs] as number) + gradient;
  });
  return { y, dx, dkernel, dbias };
}
