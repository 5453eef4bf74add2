/** A network as a row of stations: what its picture shows, in order, and the branches of a sum side by side. */

import { segmentsOf } from '../../../../network/branches.ts';
import {
  INPUT,
  isActivation,
  type Layer,
  type Network,
  type Shape,
  sizeOf,
} from '../../../../network/layers.ts';
import { parameterSpecs } from '../../../../network/parameters.ts';
import { grouped } from '../../../../spec/numbers.ts';

export type Station =
  /** A convolution or dense layer, with the activation and the norm that follow it. */
  | {
      readonly kind: 'block';
      /** The layer's name, which stands for the block. */
      readonly name: string;
      /** '3 × 3 convolution' */
      readonly words: string;
      readonly shape: Shape;
      /** Numbers in its kernel and bias. */
      readonly weights: number;
    }
  /** The images, or a layer between blocks. */
  | { readonly kind: 'between'; readonly name: string; readonly words: string; readonly shape: Shape }
  /** The sum of a branch and of a shortcut past it, which may have nothing on it. */
  | {
      readonly kind: 'sum';
      readonly name: string;
      readonly main: readonly Station[];
      readonly shortcut: readonly Station[];
      readonly shape: Shape;
      /** How many alike stand here, one after another; one unless given. */
      readonly times?: number;
    };

export function stationsOf(network: Network): Station[] {
  const specs = parameterSpecs(network).filter(({ role }) => role === 'trained');
  const weightsOf = (layer: string): number =>
    specs
      .filter(({ name }) => name.startsWith(`${layer}/`))
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const stationOf = (layer: Layer): Station[] => {
    const { name, output: shape } = layer;
    if (isActivation(layer) || layer.kind === 'norm') return [];
    const words = wordsOf(layer);
    return layer.kind === 'conv2d' || layer.kind === 'dense'
      ? [{ kind: 'block', name, words, shape, weights: weightsOf(name) }]
      : [{ kind: 'between', name, words, shape }];
  };
  const image: Station = { kind: 'between', name: INPUT, words: 'image', shape: network.input };
  const layers = segmentsOf(network.layers).flatMap((segment): Station[] => {
    if (segment.kind === 'layer') return stationOf(segment.layer);
    const [main, shortcut] = [segment.main.flatMap(stationOf), segment.shortcut.flatMap(stationOf)];
    return [{ kind: 'sum', name: segment.layer.name, main, shortcut, shape: segment.layer.output }];
  });
  return [image, ...layers];
}

/** With each sum once that others like it follow: a residual network is mostly repeats. */
export function foldRepeats(stations: readonly Station[]): Station[] {
  const folded: Station[] = [];
  for (const station of stations) {
    const before = folded.at(-1);
    if (before?.kind === 'sum' && station.kind === 'sum' && looksOf(before) === looksOf(station))
      folded.splice(-1, 1, { ...before, times: (before.times ?? 1) + 1 });
    else folded.push(station);
  }
  return folded;
}

/** Equal for stations that differ in their names alone. */
const looksOf = (station: Station): string =>
  JSON.stringify(station, (key, value) => (key === 'name' || key === 'times' ? undefined : value));

function wordsOf(layer: Layer): string {
  switch (layer.kind) {
    case 'conv2d': {
      const { kernelSize, stride } = layer;
      return `${kernelSize} × ${kernelSize} convolution${stride === 1 ? '' : `, stride ${stride}`}`;
    }
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'global-average-pool':
      return 'average';
    case 'add':
    case 'dense':
    case 'relu':
    case 'gelu':
    case 'silu':
    case 'norm':
    case 'max-pool':
    case 'flatten':
      return layer.kind;
    default:
      return layer satisfies never;
  }
}

/** '28 × 28 × 8', '64' */
export const describeShape = (shape: Shape): string => shape.map((n) => grouped(n)).join(' × ');
