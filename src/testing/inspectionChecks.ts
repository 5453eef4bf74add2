/** Small networks that engines are asked to look into, and the answers held against the float64 reference. */
import { type Check, compare } from '../engine/conformance/tolerance.ts';
import type { InspectRequest, Trainer } from '../engine/engine.ts';
import { layOut, type NetworkChoices } from '../network/build.ts';
import { type Network, sizeOf } from '../network/layers.ts';
import { initialParameters, type Parameters } from '../network/parameters.ts';
import { streamKey, uniform } from '../random/streams.ts';
import { plansOf } from '../spec/networks/networks.ts';
import { evaluate } from './reference/network.ts';
import { minibatchOf, type ReferenceData, type ReferenceImages } from './reference/trainer.ts';

const INPUT = [8, 8, 1];

const TEXT = 'conv4 conv6 pool drop25 dense12 drop50';

/** Of 8 × 8 pixels and ten classes, with every kind of layer unless a text is given. */
export function inspectedNetwork(choices: Partial<NetworkChoices>, text = TEXT): Network {
  const layers = layOut(INPUT, plansOf(text), 10, {
    ...{ norm: 'none', groups: 2, weights: 'plain', position: 'after-activation' },
    ...{ frozen: false, dropout: true },
    ...choices,
  });
  const optimizer = { name: 'adam', learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
  return { input: INPUT, classes: 10, layers, optimizer, seed: 3 };
}

/** By the last part of a parameter's name; kernels and optimizer slots keep their initial values. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  bias: [-0.2, 0.2],
  gamma: [0.5, 1.5],
  gain: [0.5, 1.5],
  channelGamma: [0.5, 1.5],
  channelBeta: [-0.3, 0.3],
  beta: [-0.3, 0.3],
  movingMean: [-0.5, 0.5],
  movingVariance: [0.2, 2],
};

/** A state in which every array matters. */
export function inspectedState(network: Network): Parameters {
  const state = [...initialParameters(network)].map(([name, values]) => {
    const range = RANGES[name.slice(name.lastIndexOf('/') + 1)];
    return [name, range ? uniform(streamKey(8, name), values.length, ...range) : values] as const;
  });
  return new Map(state);
}

function noise(name: string, count: number): ReferenceImages {
  const images = uniform(streamKey(9, name), count * sizeOf(INPUT), 0, 256);
  return {
    images: Uint8Array.from(images),
    labels: Uint8Array.from({ length: count }, (_, i) => (i * 7) % 10),
  };
}

export const INSPECTED_DATA = { train: noise('train', 24), test: noise('test', 12) } satisfies ReferenceData;

const TRAINED_ON = { split: 'train', rows: [3, 17, 5, 20, 11, 2] } as const;
const FROM_OUTSIDE = { pixels: noise('outside', 3).images, labels: Uint8Array.of(1, 9, 4) };

/** Statistics and dropout are independent of each other: all four ways to look. */
export const LOOKS: readonly Pick<InspectRequest, 'images' | 'statistics' | 'dropoutStep'>[] = [
  { images: TRAINED_ON, statistics: 'minibatch', dropoutStep: 5 },
  { images: TRAINED_ON, statistics: 'moving', dropoutStep: 2 },
  { images: { split: 'test', rows: [7] }, statistics: 'moving' },
  { images: FROM_OUTSIDE, statistics: 'minibatch' },
];

/** Everything that float64 says of a network in `inspectedState`. */
function exactOf(network: Network, look: (typeof LOOKS)[number]) {
  const minibatch = minibatchOf(look.images, sizeOf(network.input), INSPECTED_DATA);
  const { logits, outputs, gradients } = evaluate(network, inspectedState(network), minibatch, look);
  return { logits, outputs, gradients: [...gradients()] };
}

/** By network and look: every engine is held against the same numbers. */
const exact = new Map<string, ReturnType<typeof exactOf>>();

/** Asks for everything there is. @param trainer of the network in `inspectedState`, over INSPECTED_DATA */
export async function checkInspection(
  trainer: Pick<Trainer, 'inspect'>,
  network: Network,
  look: (typeof LOOKS)[number],
): Promise<Check[]> {
  const names = network.layers.map(({ name }) => name);
  const got = await trainer.inspect({ ...look, outputs: names, gradients: true });
  const key = JSON.stringify([network, look]);
  const { logits, outputs, gradients } = exact.get(key) ?? exactOf(network, look);
  exact.set(key, { logits, outputs, gradients });
  return [
    compare('logits', 'forward', got.logits, logits),
    compare('outputs', 'forward', [got.outputs.size], [names.length]),
    ...names.map((name) =>
      compare(name, 'forward', got.outputs.get(name) ?? [], outputs.get(name) ?? [Number.NaN]),
    ),
    compare('gradients', 'forward', [got.gradients.size], [gradients.length]),
    ...gradients.map(([name, values]) => compare(name, 'gradient', got.gradients.get(name) ?? [], values)),
  ];
}
