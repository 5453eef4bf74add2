/** Answers `filters`: the kernels of the first convolution, as trained and as they are used. */

import { usedKernel } from '../network/usedKernel.ts';
import type { Filters } from './question.ts';
import type { Answering, Subject } from './subject.ts';

/** @throws what a person should read, for a network without convolutions */
export async function* filters({ network, parameters }: Subject): Answering<Filters> {
  const layer = network.layers.find((candidate) => candidate.kind === 'conv2d');
  if (!layer) {
    throw new Error('This network has no convolution, so there are no filters to show.');
  }
  yield { done: 0, total: 1 };
  const kernel = parameters.get(`${layer.name}/kernel`);
  if (!kernel) throw new Error(`The weights of ${layer.name} are not at hand.`);
  const shape = [layer.kernelSize, layer.kernelSize, layer.input.at(-1) ?? 1, layer.output.at(-1) ?? 1];
  return {
    kind: 'filters',
    layer: layer.name,
    shape,
    kernel: kernel.slice(),
    weights: layer.weights,
    used: layer.weights === 'plain' ? undefined : usedKernel(layer, parameters),
  };
}
