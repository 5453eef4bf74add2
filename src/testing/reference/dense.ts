/**
 * Dense layer with a kernel [in, out].
 *
 *   y = x·W + b        db = Σ dy over the batch        dW = xᵀ·dy        dx = dy·Wᵀ
 */
import { sizeOf } from '../../network/layers.ts';
import { biases, sumOfChannels } from './bias.ts';
import type { LayerOp } from './layer.ts';
import { products } from './products.ts';

export const dense: LayerOp<'dense'> = (layer, x, pass) => {
  const [inputs, outputs] = [sizeOf(layer.input), sizeOf(layer.output)];
  const kernel = pass.parameter(`${layer.name}/kernel`);
  const { forward, backward } = products(x, kernel, inputs, outputs);
  const y = biases(pass.parameter(`${layer.name}/bias`), pass.count, layer.output);
  for (let image = 0; image < pass.count; image++) forward(y, image * outputs, image * inputs, 0);
  return {
    y,
    backward(dy) {
      const into = { dx: new Float64Array(x.length), dkernel: new Float64Array(kernel.length) };
      for (let image = 0; image < pass.count; image++) backward(dy, into, image * outputs, image * inputs, 0);
      pass.setGradient(`${layer.name}/kernel`, into.dkernel);
      pass.setGradient(`${layer.name}/bias`, sumOfChannels(dy, layer.output));
      return into.dx;
    },
  };
};
