/**
 * The operations that a network's step is made of, in terms that any device understands. Each lists every value that it
 * reads and writes; shapes come with the values. `x → y` is the forward pass and `dy → dx` the backward pass.
 */
import type { LayerNorm, UpdateRule } from '../../network/layers.ts';
import type { Value } from './value.ts';

interface Of<
  Kind extends string,
  Reads extends string,
  Writes extends string,
  MayRead extends string = never,
  MayWrite extends string = never,
> {
  readonly kind: Kind;
  /** The layer it belongs to. */
  readonly layer: string;
  readonly reads: Readonly<Record<Reads, Value> & Partial<Record<MayRead, Value>>>;
  readonly writes: Readonly<Record<Writes, Value> & Partial<Record<MayWrite, Value>>>;
}

/** Whether y is already cut off at 0. */
interface MayEndInRelu {
  readonly relu: boolean;
}

/** Pixels / 255. */
export type LoadImages = Of<'load-images', 'images', 'y'>;

/** `deviation`: a filter's, without epsilon. */
export type Standardize = Of<'standardize', 'kernel', 'standardized' | 'deviation'> & {
  readonly epsilon: number;
};
/** `gradient` is that of the standardized kernel. */
export type StandardizeGradient = Of<
  'standardize-gradient',
  'gradient' | 'standardized' | 'deviation',
  'dkernel'
> & { readonly epsilon: number };

/** Scaled WS, by `SCALED_WS`: the gradient takes the filters' moments anew from the kernel. */
export type ScaleWeights = Of<'scale-weights', 'kernel' | 'gain', 'scaled'>;
/** `gradient` is that of the scaled kernel. */
export type ScaleWeightsGradient = Of<
  'scale-weights-gradient',
  'gradient' | 'kernel' | 'gain',
  'dkernel' | 'dgain'
>;

interface Strided {
  readonly stride: number;
}

/** With a border of half the kernel. */
export type Conv2d = Of<'conv2d', 'x' | 'kernel' | 'bias', 'y'> & MayEndInRelu & Strided;
export type Conv2dInputGradient = Of<'conv2d-input-gradient', 'dy' | 'kernel', 'dx'> & Strided;
export type Conv2dFilterGradient = Of<'conv2d-filter-gradient', 'x' | 'dy', 'dkernel' | 'dbias'> & Strided;

/** x counts as flat, whatever its shape. */
export type Dense = Of<'dense', 'x' | 'kernel' | 'bias', 'y'> & MayEndInRelu;
export type DenseInputGradient = Of<'dense-input-gradient', 'dy' | 'kernel', 'dx'>;
export type DenseBiasGradient = Of<'dense-bias-gradient', 'dy', 'dbias'>;
export type DenseKernelGradient = Of<'dense-kernel-gradient', 'x' | 'dy', 'dkernel'>;

/** The arrays that a norm's description lists are operands under the names that it gives them, gradients as 'dgamma'. */
interface OfNorm extends Operands {
  readonly norm: LayerNorm;
}

/**
 * Normalization by statistics of its own, `mean` and `inverseDeviation`, which are kept for the gradient: a value a channel
 * (batch) or a value an image and group (the others; of rms the mean is 0). Moving statistics that are written follow them; where the norm
 * says `estimated`, they follow first, and `mean` and `inverseDeviation` are of what comes of that. With limits, what is normalized is
 * multiplied by `ratio`, and `offset` is added, a value a channel each, before gamma and beta; no gradient goes through those.
 */
export type Norm = Of<'norm', 'x', 'y'> & OfNorm & MayEndInRelu;
/** By moving statistics: in scoring, and with frozen statistics in training. */
export type NormInference = Of<'norm-inference', 'x', 'y'> & OfNorm & MayEndInRelu;
/**
 * - `relu`: one follows the norm, and dy is the gradient of what came out of that;
 * - `masked`: one goes before it, x is its output, and dx is the gradient of what went into that;
 * - `fixed`: neither `mean` nor `inverseDeviation` counts as depending on x.
 */
export type NormGradient = Of<'norm-gradient', 'x' | 'dy', 'dx'> &
  OfNorm & {
    readonly relu: boolean;
    readonly masked: boolean;
    readonly fixed: boolean;
  };

/** 2×2, stride 2; `argmax` says which of the four, in row-major order, was the first maximum. */
export type MaxPool = Of<'max-pool', 'x', 'y' | 'argmax'>;
export type MaxPoolGradient = Of<'max-pool-gradient', 'dy' | 'argmax', 'dx'>;

/** y: the mean of each channel. */
export type GlobalAveragePool = Of<'global-average-pool', 'x', 'y'>;
export type GlobalAveragePoolGradient = Of<'global-average-pool-gradient', 'dy', 'dx'>;

/** y = x · mask of src/random/streams.ts; forward and backward alike. */
export type Dropout = Of<'dropout', 'x' | 'step', 'y'> & {
  readonly key: readonly [number, number];
  readonly rate: number;
};

/** y = a + b: the sum of two branches, and of two gradients of one value. */
export type Add = Of<'add', 'a' | 'b', 'y'> & MayEndInRelu;

/** Another activation than the ReLU: y = x · Φ(x) (gelu) or x · σ(x) (silu). */
export type Activate = Of<'activation', 'x', 'y'> & SomeActivation;
export type ActivationGradient = Of<'activation-gradient', 'x' | 'dy', 'dx'> & SomeActivation;

interface SomeActivation {
  readonly activation: 'gelu' | 'silu';
}

/** A ReLU that is no part of another operation. */
export type Relu = Of<'relu', 'x', 'y'>;
/** dx = dy where the ReLU's output y is above 0. */
export type ReluGradient = Of<'relu-gradient', 'y' | 'dy', 'dx'>;

/** Adds to the sums; its gradient is that of the batch's mean loss. */
export type SoftmaxCrossEntropy = Of<
  'softmax-cross-entropy',
  'logits' | 'labels' | 'sums' | 'step',
  'dlogits' | 'sums'
>;
/** Adds to the sums only. */
export type Score = Of<'score', 'logits' | 'labels' | 'sums' | 'step', 'sums'>;

/** Names of the optimizers' slots: see `slotNames`. */
type Slot = 'velocity' | 'm' | 'v' | 'meanSquare';
/** One parameter's. Adam's bias correction follows the step. */
export type Update = Of<
  'update',
  'parameter' | 'gradient' | 'learningRate',
  'parameter',
  Slot | 'step',
  Slot
> & {
  readonly rule: UpdateRule;
  /** Whether the parameter shrinks, too, by learning rate × the optimizer's weight decay. */
  readonly decays: boolean;
};

export type Operation =
  | LoadImages
  | Standardize
  | StandardizeGradient
  | ScaleWeights
  | ScaleWeightsGradient
  | Conv2d
  | Conv2dInputGradient
  | Conv2dFilterGradient
  | Dense
  | DenseInputGradient
  | DenseBiasGradient
  | DenseKernelGradient
  | Norm
  | NormInference
  | NormGradient
  | MaxPool
  | MaxPoolGradient
  | GlobalAveragePool
  | GlobalAveragePoolGradient
  | Dropout
  | Add
  | Relu
  | ReluGradient
  | Activate
  | ActivationGradient
  | SoftmaxCrossEntropy
  | Score
  | Update;

/** What names its operands, be it an operation or what a device makes of some. */
export interface Operands {
  readonly reads: Readonly<Record<string, Value>>;
  readonly writes: Readonly<Record<string, Value>>;
}

/** Those of the names given. @throws Error for one that is not there */
export function operandsOf<Name extends string>(
  operands: Readonly<Record<string, Value>>,
  ...names: readonly Name[]
): Record<Name, Value> {
  const found: Partial<Record<Name, Value>> = {};
  for (const name of names) {
    const value = operands[name];
    if (!value) throw new Error(`an operation lacks its operand ${name}`);
    found[name] = value;
  }
  return found as Record<Name, Value>;
}

export const readsOf = ({ reads }: Operands): Value[] => Object.values(reads);
export const writesOf = ({ writes }: Operands): Value[] => Object.values(writes);
