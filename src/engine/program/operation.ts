/**
 * The operations that a network's step is made of, in terms that any device understands. Each names the tensors that
 * it reads and writes, from which buffers are planned; shapes come with the tensors. `x → y` is the forward pass and
 * `dy → dx` the backward pass, equations stand with the kernels.
 */
import type { LayerNorm } from '../../network/layers.ts';
import type { Tensor } from './tensor.ts';

interface Of<Kind extends string, Reads extends string, Writes extends string> {
  readonly kind: Kind;
  /** The layer it belongs to. */
  readonly layer: string;
  readonly reads: Readonly<Record<Reads, Tensor>>;
  readonly writes: Readonly<Record<Writes, Tensor>>;
}

/** The step's images, pixels / 255. */
export type LoadImages = Of<'load-images', never, 'y'>;

export type Standardize = Of<'standardize', 'kernel', 'standardized' | 'deviation'> & {
  readonly epsilon: number;
};
/** `gradient` is that of the standardized kernel. */
export type StandardizeGradient = Of<
  'standardize-gradient',
  'gradient' | 'standardized' | 'deviation',
  'dkernel'
> & { readonly epsilon: number };

/** x has a border of half the kernel. With `relu` y is already cut off at 0. */
export type Conv2d = Of<'conv2d', 'x' | 'kernel' | 'bias', 'y'> & { readonly relu: boolean };
/** dy has a border of half the kernel. */
export type Conv2dInputGradient = Of<'conv2d-input-gradient', 'dy' | 'kernel', 'dx'>;
export type Conv2dFilterGradient = Of<'conv2d-filter-gradient', 'x' | 'dy', 'dkernel' | 'dbias'>;

export type Dense = Of<'dense', 'x' | 'kernel' | 'bias', 'y'> & { readonly relu: boolean };
export type DenseInputGradient = Of<'dense-input-gradient', 'dy' | 'kernel', 'dx'>;
export type DenseBiasGradient = Of<'dense-bias-gradient', 'dy', 'dbias'>;
/** The gradient by itself. */
export type DenseKernelGradient = Of<'dense-kernel-gradient', 'x' | 'dy', 'dkernel'>;
/** Forms the kernel's gradient and updates the kernel with it, its optimizer slots too. */
export type DenseUpdate = Of<'dense-update', 'x' | 'dy', 'kernel'>;

/**
 * Training-time normalization, then ReLU with `relu`. `mean` and `inverseDeviation` are kept for the gradient: a value
 * a channel (batch), or a value an image and channel.
 */
export type Norm = Of<'norm', 'x' | 'gamma' | 'beta', 'y' | 'mean' | 'inverseDeviation' | 'work'> & {
  readonly norm: LayerNorm;
  readonly relu: boolean;
  /** Batch norm's moving statistics, which it updates. */
  readonly moving: MovingStatistics | undefined;
};
export interface MovingStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}
/** Batch norm by its moving statistics: in scoring, and with frozen statistics in training. */
export type NormInference = Of<
  'norm-inference',
  'x' | 'gamma' | 'beta' | 'mean' | 'variance',
  'y' | 'inverseDeviation'
> & { readonly epsilon: number; readonly relu: boolean };
/**
 * `relu`: one follows the norm, and cuts dy off (in place). `masked`: one goes before it, x is its output, and dx is
 * the gradient of what went into that. With frozen statistics `mean` is the moving one, and neither it nor
 * `inverseDeviation` depends on x.
 */
export type NormGradient = Of<
  'norm-gradient',
  'x' | 'dy' | 'gamma' | 'beta' | 'mean' | 'inverseDeviation',
  'dx' | 'dgamma' | 'dbeta' | 'work'
> & { readonly norm: LayerNorm; readonly relu: boolean; readonly masked: boolean };

/** 2×2, stride 2; `argmax` says in a byte which of the four, in row-major order, was the first maximum. */
export type MaxPool = Of<'max-pool', 'x', 'y' | 'argmax'>;
export type MaxPoolGradient = Of<'max-pool-gradient', 'dy' | 'argmax', 'dx'>;

/** y = x · mask of src/random/dropout.ts; forward and backward alike. x and y may share a buffer. */
export type Dropout = Of<'dropout', 'x', 'y'> & {
  readonly key: readonly [number, number];
  readonly rate: number;
};

/** dx = dy where the ReLU's output y is above 0. */
export type ReluGradient = Of<'relu-gradient', 'y' | 'dy', 'dx'>;

/** Sums loss and hits; its gradient is that of the batch's mean loss. */
export type SoftmaxCrossEntropy = Of<'softmax-cross-entropy', 'logits', 'dlogits'>;
/** Sums loss and hits only. */
export type Score = Of<'score', 'logits', never>;

/** The optimizer, on the named parameters from their gradients. */
export type Update = Of<'update', never, never> & { readonly parameters: readonly string[] };

export type Operation =
  | LoadImages
  | Standardize
  | StandardizeGradient
  | Conv2d
  | Conv2dInputGradient
  | Conv2dFilterGradient
  | Dense
  | DenseInputGradient
  | DenseBiasGradient
  | DenseKernelGradient
  | DenseUpdate
  | Norm
  | NormInference
  | NormGradient
  | MaxPool
  | MaxPoolGradient
  | Dropout
  | ReluGradient
  | SoftmaxCrossEntropy
  | Score
  | Update;

/** The tensors an operation names. */
export const tensorsOf = (operation: Operation): Tensor[] => [
  ...Object.values<Tensor>(operation.reads),
  ...Object.values<Tensor>(operation.writes),
  ...(operation.kind === 'norm' && operation.moving ? Object.values<Tensor>({ ...operation.moving }) : []),
];
