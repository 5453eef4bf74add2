/**
 * The vocabulary of networks: layers with their shapes, each naming the values that it reads, so that one can be read
 * twice. Shapes leave out the batch: [height, width, channels] or [units].
 */
import { ACTIVATIONS, type Activation, type Initializer, type Weights } from '../spec/experiment.ts';
import type { NormOnLayer } from '../spec/norms/description.ts';
import type { NormKind } from '../spec/norms/norms.ts';

export type Shape = readonly number[];

/**
 * What one normalization layer does, after the experiment's choice met the layer's shape: `groups` that divide its
 * channels, and `layer` where the choice was `instance` on a dense layer (which has no spatial axes).
 */
export interface LayerNorm extends NormOnLayer {
  readonly kind: NormKind;
}

/** The name of the images as a value; every other value is the output of the layer that it is named after. */
export const INPUT = 'input';

interface LayerBase {
  readonly name: string;
  /** The values that it reads: the images, or outputs of layers before it. */
  readonly reads: readonly [string];
  /** The shape of what it reads. */
  readonly input: Shape;
  readonly output: Shape;
}

/**
 * Odd square kernel [kernelSize, kernelSize, input channels, output channels], with bias. A border of half the kernel on
 * every side, so that stride 1 keeps the size and others give ceil(size / stride).
 */
export interface Conv2dLayer extends LayerBase {
  readonly kind: 'conv2d';
  readonly kernelSize: number;
  readonly stride: number;
  /** What becomes of the kernel before use: see WS_EPSILON and SCALED_WS. `scaled` has a gain, one a filter. */
  readonly weights: Weights;
}

/** Kernel [input units, output units], with bias. Always as it is: WS is defined on convolution filters. */
export interface DenseLayer extends LayerBase {
  readonly kind: 'dense';
}

export interface NormLayer extends LayerBase {
  readonly kind: 'norm';
  readonly norm: LayerNorm;
  /** Whether its gamma, of several the last, starts at 0; false unless given. */
  readonly zeroGamma?: boolean;
}

export interface DropoutLayer extends LayerBase {
  readonly kind: 'dropout';
  readonly rate: number;
}

/**
 * `relu`; `gelu`: x · Φ(x), exactly; `silu`: x · σ(x); `max-pool`: 2×2, stride 2, valid, gradient to the first maximum in row-major order; `global-average-pool`: the
 * mean of each channel; `flatten`: row-major.
 */
export interface PlainLayer extends LayerBase {
  readonly kind: Activation | 'max-pool' | 'global-average-pool' | 'flatten';
}

/** The sum of two values of one shape: where the branches of a residual block meet. */
interface AddLayer extends Omit<LayerBase, 'reads'> {
  readonly kind: 'add';
  readonly reads: readonly [string, string];
}

export type Layer = Conv2dLayer | DenseLayer | NormLayer | DropoutLayer | PlainLayer | AddLayer;

/** How a parameter follows its gradient. */
export type UpdateRule =
  | { readonly name: 'sgd'; readonly momentum: number }
  | { readonly name: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  | { readonly name: 'rmsprop'; readonly decay: number; readonly epsilon: number };

export type Optimizer = UpdateRule & {
  readonly learningRate: number;
  /** Kernels also shrink, by learning rate × this, at each update; 0 unless given. */
  readonly weightDecay?: number;
};

/** A classifier: its last layer yields logits [classes], trained on softmax cross-entropy averaged over the batch. */
export interface Network {
  readonly input: Shape;
  readonly classes: number;
  readonly layers: readonly Layer[];
  readonly optimizer: Optimizer;
  /** What kernels start from; 'glorot-uniform' unless given. */
  readonly init?: Initializer;
  /** Seeds initial values and dropout masks. */
  readonly seed: number;
}

/** Added to a filter's standard deviation by WS, as in Qiao et al. and the original study. */
export const WS_EPSILON = 1e-5;

/**
 * Scaled WS (Brock et al. 2021, arXiv 2101.08692) of K weights of a filter: gain · factor · (w − mean) / √((variance + ε)·K).
 * The factor makes up for what a ReLU takes from the deviation of a normal distribution.
 */
export const SCALED_WS = { epsilon: 1e-6, factor: Math.sqrt(2 / (1 - 1 / Math.PI)) } as const;

/** Number of values of a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** Of one image's forward pass; norms and activations are left out. */
export function multiplyAdds(layer: Layer): number {
  if (layer.kind === 'dense') return sizeOf(layer.input) * sizeOf(layer.output);
  if (layer.kind !== 'conv2d') return 0;
  return sizeOf(layer.output) * layer.kernelSize ** 2 * (layer.input.at(-1) ?? 1);
}

/** Layers by the value that they read; one that reads a value twice is there twice. */
export function readersOf(layers: readonly Layer[]): Map<string, Layer[]> {
  const readers = new Map<string, Layer[]>();
  for (const layer of layers)
    for (const value of layer.reads) readers.set(value, [...(readers.get(value) ?? []), layer]);
  return readers;
}

export const isActivation = ({ kind }: Pick<Layer, 'kind'>): boolean =>
  ACTIVATIONS.some((activation) => activation === kind);

/** Whether each layer reads what the one before it gives, and nothing else. */
export const isChain = (layers: readonly Layer[]): boolean =>
  layers.every(({ reads }, i) => reads.length === 1 && reads[0] === (layers[i - 1]?.name ?? INPUT));

/**
 * The ReLUs that can be part of the layer before them, by that layer's name: nobody else reads its output.
 * @param kinds of layers whose kernels can end in a ReLU
 * @param apart names of layers whose outputs are wanted as they are
 */
export function joinedRelus(
  layers: readonly Layer[],
  kinds: readonly Layer['kind'][],
  apart: ReadonlySet<string> = new Set(),
): Map<string, string> {
  const readers = readersOf(layers);
  return new Map(
    layers.flatMap(({ kind, name }) => {
      const [reader, ...others] = readers.get(name) ?? [];
      const joins =
        reader?.kind === 'relu' && others.length === 0 && kinds.includes(kind) && !apart.has(name);
      return joins ? [[name, reader.name] as const] : [];
    }),
  );
}

/** Values that depend on a trained parameter. */
export function trainedValues(layers: readonly Layer[]): Set<string> {
  const trained = new Set<string>();
  for (const { kind, name, reads } of layers)
    if (kind === 'conv2d' || kind === 'dense' || kind === 'norm' || reads.some((value) => trained.has(value)))
      trained.add(name);
  return trained;
}
