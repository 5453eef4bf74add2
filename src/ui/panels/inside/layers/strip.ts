/** A network as a row of stations: what its picture shows, in order. */
import { type Network, type Shape, sizeOf } from '../../../../network/layers.ts';
import { parameterSpecs } from '../../../../network/parameters.ts';

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
  const stations: Station[] = [{ kind: 'between', name: 'input', words: 'image', shape: network.input }];
  for (const layer of network.layers) {
    const { name, output: shape } = layer;
    switch (layer.kind) {
      case 'conv2d':
      case 'dense': {
        const words =
          layer.kind === 'dense' ? 'dense' : `${layer.kernelSize} × ${layer.kernelSize} convolution`;
        stations.push({ kind: 'block', layer: name, words, shape, weights: weightsOf(name) });
        break;
      }
      case 'max-pool':
      case 'global-average-pool':
      case 'flatten':
        stations.push({ kind: 'between', name, words: layer.kind, shape });
        break;
      case 'dropout':
        stations.push({ kind: 'between', name, words: `dropout ${layer.rate}`, shape });
        break;
      case 'add':
        stations.push({ kind: 'between', name, words: 'sum', shape });
        break;
      case 'relu':
      case 'norm':
        break;
      default:
        layer satisfies never;
    }
  }
  return stations;
}

/** '28 × 28 × 8', '64' */
export const describeShape = (shape: Shape): string =>
  shape.map((n) => n.toLocaleString('en-US')).join(' × ');
