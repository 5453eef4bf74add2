/** A network as people think of it: each layer of weights with the ReLU and the norm that go with it. */
import type { Conv2dLayer, DenseLayer, Layer, Network, NormLayer } from '../network/layers.ts';

export interface Block {
  readonly layer: Conv2dLayer | DenseLayer;
  /** Name of its ReLU; the last layer, which yields the logits, has none. */
  readonly relu: string | undefined;
  readonly norm: NormLayer | undefined;
  /** Name of the layer whose output the norm reads; without a norm, of the block's last. */
  readonly reads: string;
  /** Name of the norm, whose output is what it writes. */
  readonly writes: string | undefined;
}

const hasWeights = (layer: Layer): layer is Conv2dLayer | DenseLayer =>
  layer.kind === 'conv2d' || layer.kind === 'dense';

export function blocksOf({ layers }: Network): readonly Block[] {
  const starts = layers.flatMap((layer, i) => (hasWeights(layer) ? [i] : []));
  return starts.map((start, i) => blockOf(layers.slice(start, starts[i + 1])));
}

/** @param layers a layer of weights and all that follows up to the next */
function blockOf(layers: readonly Layer[]): Block {
  const [layer] = layers;
  if (!layer || !hasWeights(layer)) throw new Error('a block begins with a layer of weights');
  const relu = layers.find(({ kind }) => kind === 'relu')?.name;
  const at = layers.findIndex(({ kind }) => kind === 'norm');
  const norm = layers[at];
  if (norm?.kind !== 'norm') {
    return { layer, relu, norm: undefined, reads: relu ?? layer.name, writes: undefined };
  }
  return { layer, relu, norm, reads: layers[at - 1]?.name ?? layer.name, writes: norm.name };
}

/** The block that a name stands for, be it that of its weights or of its norm. */
export const findBlock = (blocks: readonly Block[], name: string): Block | undefined =>
  blocks.find(({ layer, norm }) => layer.name === name || norm?.name === name);

/** As `findBlock`, of a network. @throws what a person should read */
export function blockNamed(network: Network, name: string): Block {
  const block = findBlock(blocksOf(network), name);
  if (!block) throw new Error(`The network has no layer ${name} that could be looked at.`);
  return block;
}
