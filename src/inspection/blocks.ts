/** A network as people think of it: each layer of weights with the activation and the norm that go with it. */
import {
  type Conv2dLayer,
  type DenseLayer,
  isActivation,
  type Layer,
  type Network,
  type NormLayer,
  readersOf,
} from '../network/layers.ts';

export interface Block {
  readonly layer: Conv2dLayer | DenseLayer;
  /** Name of its activation. The layer of the logits has none, nor has one whose output goes into a sum. */
  readonly activation: string | undefined;
  readonly norm: NormLayer | undefined;
  /** Name of the layer whose output the norm reads; without a norm, of the block's last. */
  readonly reads: string;
  /** Name of the norm, whose output is what it writes. */
  readonly writes: string | undefined;
}

const hasWeights = (layer: Layer): layer is Conv2dLayer | DenseLayer =>
  layer.kind === 'conv2d' || layer.kind === 'dense';

export function blocksOf({ layers }: Network): readonly Block[] {
  const readers = readersOf(layers);
  return layers.filter(hasWeights).map((layer) => blockOf(layer, readers));
}

/** An activation or norm belongs to the layer of weights whose output it reads, be it through the other of the two. */
function blockOf(layer: Block['layer'], readers: ReadonlyMap<string, readonly Layer[]>): Block {
  const found: { activation?: string; norm?: NormLayer } = {};
  let last = layer.name;
  for (;;) {
    const next = readers
      .get(last)
      ?.find((each) =>
        each.kind === 'norm' ? !found.norm : isActivation(each) && found.activation === undefined,
      );
    if (next?.kind === 'norm') found.norm = next;
    else if (next) found.activation = next.name;
    else break;
    last = next.name;
  }
  const { activation, norm } = found;
  return { layer, activation, norm, reads: norm?.reads[0] ?? last, writes: norm?.name };
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
