/**
 * Convolution, with a border of half the kernel on every side and a kernel [k, k, in, out] that WS or scaled WS
 * standardizes first where the layer says so.
 *
 *   y = x ∗ W + b        db = Σ dy over all but channels
 *   dW, dx: each product x · W that entered y passes dy · x on to its weight and dy · W to its input
 */
import { type Conv2dLayer, WS_EPSILON } from '../../network/layers.ts';
import { biases, sumOfChannels } from './bias.ts';
import type { LayerOp } from './layer.ts';
import { products } from './products.ts';
import { scaleWeights } from './scaleWeights.ts';
import { standardize } from './standardize.ts';

/**
 * Visits every pair of pixels of y and x that a tap of the kernel brings together, by the places where their channels
 * and the tap's weights begin.
 */
function visitTaps(
  layer: Conv2dLayer,
  count: number,
  visit: (output: number, input: number, weight: number) => void,
): void {
  const [height = 1, width = 1, inputs = 1] = layer.input;
  const [rows = 1, columns = 1, outputs = 1] = layer.output;
  const { kernelSize, stride } = layer;
  const half = kernelSize >> 1;
  /** A row of an image, a column of it, and a tap of the kernel; outside the image is nothing. */
  const visitTap = (image: number, row: number, column: number, ky: number, kx: number): void => {
    const [fromRow, fromColumn] = [row * stride + ky - half, column * stride + kx - half];
    if (fromRow < 0 || fromRow >= height || fromColumn < 0 || fromColumn >= width) return;
    const output = ((image * rows + row) * columns + column) * outputs;
    const input = ((image * height + fromRow) * width + fromColumn) * inputs;
    visit(output, input, (ky * kernelSize + kx) * inputs * outputs);
  };
  for (let image = 0; image < count; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let ky = 0; ky < kernelSize; ky++)
          for (let kx = 0; kx < kernelSize; kx++) visitTap(image, row, column, ky, kx);
}

export const conv: LayerOp<'conv2d'> = (layer, x, pass) => {
  const [inputs, outputs] = [layer.input.at(-1) ?? 1, layer.output.at(-1) ?? 1];
  const raw = pass.parameter(`${layer.name}/kernel`);
  const standardized = layer.weights === 'standardized' ? standardize(raw, outputs, WS_EPSILON) : undefined;
  const gain = layer.weights === 'scaled' ? pass.parameter(`${layer.name}/gain`) : undefined;
  const scaled = gain && scaleWeights(raw, gain);
  const kernel = (scaled ?? standardized)?.y ?? raw;
  const { forward, backward } = products(x, kernel, inputs, outputs);
  const y = biases(pass.parameter(`${layer.name}/bias`), pass.count, layer.output);
  visitTaps(layer, pass.count, (...places) => forward(y, ...places));
  return {
    y,
    backward(dy) {
      const into = { dx: new Float64Array(x.length), dkernel: new Float64Array(kernel.length) };
      visitTaps(layer, pass.count, (...places) => backward(dy, into, ...places));
      const back = scaled?.backward(into.dkernel);
      if (back) pass.setGradient(`${layer.name}/gain`, back.dgain);
      const dkernel = back?.dkernel ?? standardized?.backward(into.dkernel) ?? into.dkernel;
      pass.setGradient(`${layer.name}/kernel`, dkernel);
      pass.setGradient(`${layer.name}/bias`, sumOfChannels(dy, layer.output));
      return into.dx;
    },
  };
};
