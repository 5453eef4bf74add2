/**
 * The contract of an engine: something that holds the data set once and trains any number of networks over it.
 * Engines implement it and never import each other; `create.ts` alone knows them all.
 */
import type { Network } from '../network/layers.ts';
import { descriptionOf, type NormKind } from '../network/norms.ts';
import type { Parameters } from '../network/parameters.ts';

export type Split = 'train' | 'validation' | 'test';

/** `cpu` is TensorFlow.js's own JavaScript backend: far too slow for the page, the reference in Node. */
export type EngineKind = 'wgsl' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** The engines that an experiment can ask for. */
export type OfferedKind = Exclude<EngineKind, 'cpu'>;

/** Sums over the images trained on since the last read. */
export interface Metrics {
  readonly images: number;
  /** Sum over those images of the cross-entropy, in nats. */
  readonly lossSum: number;
  /** How many of them the network classified correctly, in training mode. */
  readonly correct: number;
  /** The first step (counted from 1, as given to `step`) whose loss was not a finite number. */
  readonly firstNonFinite: number | undefined;
}

/** Sums over rows of a split, scored in inference mode: moving statistics where a norm keeps any, no dropout. */
export interface Evaluation {
  readonly images: number;
  readonly lossSum: number;
  readonly correct: number;
}

export interface LiveBuffers {
  readonly count: number;
  readonly bytes: number;
}

/** Of all of them together. */
export const sumOfBuffers = (all: readonly LiveBuffers[]): LiveBuffers =>
  all.reduce((sum, { count, bytes }) => ({ count: sum.count + count, bytes: sum.bytes + bytes }), {
    count: 0,
    bytes: 0,
  });

/** The images of an inspection: rows of a split, or pictures from outside, [count, height · width] bytes with a label each. */
export type InspectedImages =
  | { readonly split: Split; readonly rows: ArrayLike<number> }
  | { readonly pixels: Uint8Array; readonly labels: Uint8Array };

export interface InspectRequest {
  /** One minibatch: statistics of norms over minibatches go over all of it, the loss is its average. */
  readonly images: InspectedImages;
  /**
   * What norms over minibatches normalize with: the statistics of these images, as in training, or the moving ones, as in tests. A
   * frozen one has only the moving ones; other norms know no difference.
   */
  readonly statistics: 'minibatch' | 'moving';
  /** Applies dropout with the masks of this step, counted from 1; left out, nothing is dropped. */
  readonly dropoutStep?: number;
  /**
   * The step that this is a look at, counted from 1, for norms whose limits follow the steps: that of dropout if not
   * given, and without either they are as they end.
   */
  readonly step?: number;
  /** Names of layers whose outputs are wanted, each as the layer by itself gives it: a convolution's before its ReLU. */
  readonly outputs: readonly string[];
  /** Whether the gradients of the mean cross-entropy are wanted. */
  readonly gradients: boolean;
}

/** Everything here is a copy. */
export interface Inspection {
  /** [count, classes] */
  readonly logits: Float32Array;
  /** By layer: [count, …the layer's output]. */
  readonly outputs: ReadonlyMap<string, Float32Array>;
  /** By name, for every trained parameter, in its shape; empty unless asked for. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

export interface Trainer {
  /**
   * One forward, backward and update on the training images at `indices`. Reads nothing back and may return
   * before the device is done. A shorter last batch is a step like any other.
   * @param t the step's number, counted from 1: Adam's bias correction and the dropout masks follow it
   * @param learningRate the network's optimizer's unless given
   */
  step(indices: Uint32Array, t: number, learningRate?: number): void;
  /** Waits for the steps so far and returns what they summed to; the sums start anew. */
  readMetrics(): Promise<Metrics>;
  /** Scores rows start … end − 1 of a split. */
  evaluate(split: Split, start: number, end: number): Promise<Evaluation>;
  /** One forward pass over some images, and a backward one if asked. It changes nothing: no weight, no statistic, no sum. */
  inspect(request: InspectRequest): Promise<Inspection>;
  /** A copy of the whole state: every array of `parameterSpecs`, optimizer slots included. */
  parameters(): Promise<Map<string, Float32Array>>;
  /** Replaces the whole state, as `parameters` returned it. */
  setParameters(parameters: Parameters): void;
  dispose(): void;
}

/** A trainer whose step can also be given its batch as floats: what `step` does once it has formed one. */
export interface BatchTrainer extends Trainer {
  /** @param x [labels.length, ...network.input] */
  stepOnBatch(x: Float32Array, labels: Uint8Array, t: number, learningRate?: number): void;
}

export interface Engine {
  readonly kind: EngineKind;
  /** What a person reads on the badge: 'WebGL · SwiftShader', 'CPU (WASM SIMD) · 2 threads'. */
  readonly description: string;
  /** Whether a processor plays its GPU, which makes it slower than the CPU engine could ever be. */
  readonly software: boolean;
  /**
   * Gives the engine rows start … of a split of the named data set: [count, height · width] bytes, 0 … 255,
   * and a label a row. The engine may keep the arrays, so they must not change afterwards.
   */
  putImages(dataSet: string, split: Split, start: number, images: Uint8Array, labels: Uint8Array): void;
  /** Forgets a data set that no trainer uses any more. */
  dropImages(dataSet: string): void;
  /**
   * A trainer of the network from the given state, over the named data set (pixels / 255).
   * @param batch images of a step, where known: what takes long to make is there before the first then
   * @throws EngineRefusal
   */
  createTrainer(network: Network, parameters: Parameters, dataSet: string, batch?: number): Promise<Trainer>;
  /** Buffers alive on the device that belong to trainers: constant over steps, zero after all are disposed. */
  liveBuffers(): LiveBuffers;
  /** Resolves, with a reason for a person, if the device goes away; trainers are of no use after that. */
  readonly lost: Promise<string>;
  dispose(): void;
}

/** An engine, or why there is none. */
export type EngineResult = { readonly engine: Engine } | NoEngine;

export interface NoEngine {
  readonly unavailable: string;
  /** Its code did not come, and a worker asks for no part twice: another worker may get it. */
  readonly notLoaded?: true;
}

/** That an engine has no such norm, and what to do. @param engine 'The CPU engine' */
export const missingNorm = (engine: string, kind: NormKind): Error =>
  new Error(
    `${engine} has no ${descriptionOf({ kind }).words.full} yet: choose another norm or another engine.`,
  );

/** Thrown where a run asks for more than an engine can give, which serves others all the same: that one goes on elsewhere. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
}

/** As a refusal says them. */
export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** Thrown where code of ours could not be loaded: the connection is gone, or the page is of an earlier version. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}

/** Thrown by a trainer's methods when its device has gone: the run goes on from its checkpoint elsewhere. */
export class EngineLost extends Error {
  override readonly name = 'EngineLost';
}
