/** A pass that is looked into: the wanted outputs and gradients of a network, computed at once and read later. */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Network } from '../../network/layers.ts';
import type { Inspection, InspectRequest } from '../engine.ts';
import { backward, forward } from './chain.ts';
import type { Batch } from './images.ts';
import { upload } from './kernels/core.ts';
import type { Pass } from './layers/layer.ts';
import { layerOps } from './layers/registry.ts';
import { softmaxCrossEntropy } from './loss.ts';

/** Results on the device, which steps that follow do not change. */
export interface DeviceInspection {
  read(): Promise<Inspection>;
  dispose(): void;
}

type Named = ReadonlyMap<string, Tensor>;

const copyOf = async (tensor: Tensor): Promise<Float32Array> => (await tensor.data<'float32'>()).slice();

const copiesOf = async (tensors: Named): Promise<Map<string, Float32Array>> =>
  new Map(
    await Promise.all([...tensors].map(async ([name, tensor]) => [name, await copyOf(tensor)] as const)),
  );

/**
 * @param batch its arrays have to stay as they are until the results are disposed of
 * @param passWith a pass over the network's state that puts gradients into the given map
 * @throws where the network has no layer of a wanted name
 */
export function inspectOnDevice(
  network: Network,
  { x, labels }: Batch,
  request: Pick<InspectRequest, 'outputs' | 'gradients'>,
  passWith: (gradients: Map<string, Tensor>) => Pass,
): DeviceInspection {
  const unknown = request.outputs.find((name) => network.layers.every((layer) => layer.name !== name));
  if (unknown !== undefined) throw new Error(`no layer ${unknown}`);
  const wanted = new Set(request.outputs);
  const outputs = new Map<string, Tensor>();
  const gradients = new Map<string, Tensor>();
  const results = tidy(() => {
    const ops = layerOps(network, wanted);
    const input = upload(x, [labels.length, ...network.input]);
    const forwards = forward(ops, input, passWith(gradients));
    for (const [i, { layer }] of ops.entries()) {
      const y = forwards[i]?.y;
      if (y && wanted.has(layer)) outputs.set(layer, y);
    }
    const logits = forwards.at(-1)?.y ?? input;
    if (request.gradients) {
      const loss = softmaxCrossEntropy(logits, upload(Float32Array.from(labels), [labels.length]));
      backward(forwards, loss.gradient(), new Set([logits, ...outputs.values()]));
    }
    return { logits, others: [...outputs.values(), ...gradients.values()] };
  });
  return {
    async read() {
      const [logits, ...maps] = await Promise.all([
        copyOf(results.logits),
        copiesOf(outputs),
        copiesOf(gradients),
      ]);
      return { logits, outputs: maps[0], gradients: maps[1] };
    },
    dispose() {
      for (const tensor of [results.logits, ...results.others]) tensor.dispose();
    },
  };
}
