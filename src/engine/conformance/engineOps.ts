/**
 * What an engine opens up for conformance tests only: its single operations, and a trainer that takes float
 * batches. Both must be the code that training itself runs, not a second implementation beside it. Every engine
 * implements this once; cases.ts and runCase.ts know nothing else of an engine.
 *
 * Arrays are row-major float32; tensors NHWC (dense: NC), convolution kernels HWIO, dense kernels [in, out].
 */
import type { LayerNorm, Network, Optimizer, Shape } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type { BatchTrainer, Engine } from '../engine.ts';

export interface Tensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

export interface NormInput {
  /** [N, H, W, C] or [N, C]. */
  readonly x: Tensor;
  readonly dy: Tensor;
  /** By the names that the norm's description gives them. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** Likewise what it moves without a gradient, as it is before the step. */
  readonly moving?: Readonly<Record<string, Tensor>>;
}

export interface NormOutput {
  readonly y: Float32Array;
  readonly dx: Float32Array;
  /** By the parameters' names. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
  /** What moves as it is after the step, and x in inference mode with that; exactly when `moving` was given. */
  readonly moving?: {
    readonly after: Readonly<Record<string, Float32Array>>;
    readonly yInference: Float32Array;
  };
}

/** A layer with a kernel and a bias: conv2d (a border of half the kernel) or dense, without activation. */
export interface LinearInput {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly bias: Tensor;
  readonly dy: Tensor;
  /** Of a convolution; 1 unless given. */
  readonly stride?: number | undefined;
}

export interface LinearOutput {
  readonly y: Float32Array;
  readonly dx: Float32Array;
  readonly dkernel: Float32Array;
  readonly dbias: Float32Array;
}

export interface EngineOps {
  norm(norm: LayerNorm, input: NormInput): Promise<NormOutput>;
  conv2d(input: LinearInput): Promise<LinearOutput>;
  dense(input: LinearInput): Promise<LinearOutput>;
  /** (w − mean) / (std + epsilon) per output channel (last axis), population std. */
  weightStandardization(
    kernel: Tensor,
    dy: Tensor,
    epsilon: number,
  ): Promise<{ readonly y: Float32Array; readonly dkernel: Float32Array }>;
  activation(
    activation: 'gelu' | 'silu',
    x: Tensor,
    dy: Tensor,
  ): Promise<{ readonly y: Float32Array; readonly dx: Float32Array }>;
  /** Scaled WS. @param gain one a filter */
  scaledWeights(
    kernel: Tensor,
    gain: Tensor,
    dy: Tensor,
  ): Promise<{ readonly y: Float32Array; readonly dkernel: Float32Array; readonly dgain: Float32Array }>;
  /** 2×2, stride 2, valid; the gradient goes to the first maximum in row-major order. */
  maxPool(x: Tensor, dy: Tensor): Promise<{ readonly y: Float32Array; readonly dx: Float32Array }>;
  /** The mean of each channel. */
  globalAveragePool(x: Tensor, dy: Tensor): ReturnType<EngineOps['maxPool']>;
  /** Mean over the batch. @param logits [N, classes] @param labels [N] */
  softmaxCrossEntropy(
    logits: Tensor,
    labels: Uint8Array,
  ): Promise<{ readonly loss: number; readonly dlogits: Float32Array }>;
  /** Applies the gradients one after another, t = 1, 2, …, all slots starting at zero. @returns the parameter after each */
  optimize(
    optimizer: Optimizer,
    parameter: Float32Array,
    gradients: readonly Float32Array[],
  ): Promise<Float32Array[]>;
}

/** An engine as the conformance suite sees it. */
export interface ConformanceEngine {
  /** As the rest of the project knows it. */
  readonly engine: Engine;
  readonly ops: EngineOps;
  createBatchTrainer(network: Network, parameters: Parameters): Promise<BatchTrainer>;
  dispose(): void;
}
