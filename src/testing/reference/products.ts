/**
 * The products of one pixel of x [inputs] with weights [inputs, outputs]: convolutions and dense layers are sums of
 * these, and most of the reference's time. So here arrays are read in place, not through `at` and `add`.
 */
export function products(x: Float64Array, kernel: Float64Array, inputs: number, outputs: number) {
  return {
    /** y[o] += x[i] · W[i, o], from these places on. */
    forward(y: Float64Array, output: number, input: number, weight: number): void {
      for (let i = 0; i < inputs; i++) {
        const value = x[input + i] as number;
        const row = weight + i * outputs;
        for (let o = 0; o < outputs; o++)
          y[output + o] = (y[output + o] as number) + value * (kernel[row + o] as number);
      }
    },
    /** dW[i, o] += dy[o] · x[i] and dx[i] += dy[o] · W[i, o] */
    backward(
      dy: Float64Array,
      { dx, dkernel }: { readonly dx: Float64Array; readonly dkernel: Float64Array },
      output: number,
      input: number,
      weight: number,
    ): void {
      for (let i = 0; i < inputs; i++) {
        const value = x[input + i] as number;
        const row = weight + i * outputs;
        for (let o = 0; o < outputs; o++) {
          const slope = dy[output + o] as number;
          dkernel[row + o] = (dkernel[row + o] as number) + slope * value;
          dx[input + i] = (dx[input + i] as number) + slope * (kernel[row + o] as number);
        }
      }
    },
  };
}
