/**
 * Dense layer with a kernel [in, out].
 *
 *   y = x·W + b        db = Σ dy over the batch        dW = xᵀ·dy        dx = dy·Wᵀ
 */
import { sizeOf } from '../../network/layers.ts';
import { add, at, biases, type LayerOp, sumOfChannels } from './layer.ts';

export const dense: LayerOp<'dense'> = (layer, x, pass) => {
  const [inputs, outputs] = [sizeOf(layer.input), sizeOf(layer.output)];
  const kernel = pass.parameter(`${layer.name}/kernel`);
  const visitProducts = (visit: (output: number, input: number, weight: number) => void): void => {
    for (let image = 0; image < pass.count; image++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++) visit(image * outputs + o, image * inputs + i, i * outputs + o);
  };
  const y = biases(pass.parameter(`${layer.name}/bias`), pass.count, layer.output);
  visitProducts((output, input, weight) => {
    add(y, output, at(x, input) * at(kernel, weight));
  });
  return {
    y,
    backward(dy) {
      const [dx, dkernel] = [new Float64Array(x.length), new Float64Array(kernel.length)];
      visitProducts((output, input, weight) => {
        add(dkernel, weight, at(dy, output) * at(x, input));
        add(dx, input, at(dy, output) * at(kernel, weight));
      });
      pass.setGradient(`${layer.name}/kernel`, dkernel);
      pass.setGradient(`${layer.name}/bias`, sumOfChannels(dy, layer.output));
      return dx;
    },
  };
};
