/** A network as a row of stations: what its picture shows, in order. */

import { INPUT, type Layer, type Network, type Shape, sizeOf } from '../../../../network/layers.ts';
import { parameterSpecs } from '../../../../network/parameters.ts';
import { grouped } from '../../../../spec/numbers.ts';

export type Station =
  /** A convolution or dense layer, with the ReLU and the norm that follow it. */
  | {
      readonly kind: 'block';
      /** The layer's name, which stands for the block. */
      readonly layer: string;
      /** '3 × 3 convolution' */
      readonly words: string;
      readonly shape: Shape;
      /** Numbers in its kernel and bias. */
      readonly weights: number;
    }
  /** The images, or a layer between blocks. */
  | { readonly kind: 'between'; readonly name: string; readonly words: string; readonly shape: Shape };

export function stationsOf(network: Network): Station[] {
  const specs = parameterSpecs(network).filter(({ role }) => role === 'trained');
  const weightsOf = (layer: string): number =>
    specs
      .filter(({ name }) => name.startsWith(`${layer}/`))
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const stations: Station[] = [{ kind: 'between', name: INPUT, words: 'image', shape: network.input }];
  /** The station that a value comes from. */
  const origins = new Map([[INPUT, INPUT]]);
  let above = INPUT;
  for (const layer of network.layers) {
    const { name, output: shape } = layer;
    const read = layer.reads.map((value) => origins.get(value) ?? value);
    const [first = INPUT] = read;
    if (layer.kind === 'relu' || layer.kind === 'norm') {
      origins.set(name, first);
      continue;
    }
    const words = `${wordsOf(layer)}${read.join() === above ? '' : ` of ${read.join(' and ')}`}`;
    if (layer.kind === 'conv2d' || layer.kind === 'dense')
      stations.push({ kind: 'block', layer: name, words, shape, weights: weightsOf(name) });
    else stations.push({ kind: 'between', name, words, shape });
    origins.set(name, name);
    above = name;
  }
  return stations;
}

function wordsOf(layer: Layer): string {
  switch (layer.kind) {
    case 'conv2d': {
      const { kernelSize, stride } = layer;
      return `${kernelSize} × ${kernelSize} convolution${stride === 1 ? '' : `, stride ${stride}`}`;
    }
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'add':
      return `${layer.name}, sum`;
    case 'dense':
    case 'relu':
    case 'norm':
    case 'max-pool':
    case 'global-average-pool':
    case 'flatten':
      return layer.kind;
    default:
      return layer satisfies never;
  }
}

/** '28 × 28 × 8', '64' */
export const describeShape = (shape: Shape): string => shape.map((n) => grouped(n)).join(' × ');
