/**
 * What one experiment is. A field's key is the same word in the shared link, on the command line, in saved
 * runs and here, so that there is one vocabulary (see fields.ts for limits, defaults and wording).
 */

import { plansOf } from './networks/networks.ts';
import type { BatchStatistics } from './norms/description.ts';
import { type Norm, normHas, normNamed } from './norms/norms.ts';

export const WEIGHTS = ['standardized', 'plain', 'scaled'] as const;
export const POSITIONS = ['after-activation', 'before-activation'] as const;
export const OPTIMIZERS = ['adam', 'sgd', 'momentum', 'rmsprop'] as const;
export const SCHEDULES = ['constant', 'cosine', 'steps'] as const;
export const INITIALIZERS = ['glorot-uniform', 'he-normal', 'orthogonal'] as const;
export const ACTIVATIONS = ['relu', 'gelu', 'silu'] as const;
export const ENGINES = ['auto', 'wgsl', 'webgpu', 'webgl', 'wasm'] as const;
export const SWITCH = ['on', 'off'] as const;
/** An epsilon that is left to the norm. */
export const OWN = 'own';

export { NETWORKS } from './networks/networks.ts';
export { type BatchStatistics, STATISTICS } from './norms/description.ts';
export { NORMS, type Norm } from './norms/norms.ts';
export type Weights = (typeof WEIGHTS)[number];
export type NormPosition = (typeof POSITIONS)[number];
export type OptimizerName = (typeof OPTIMIZERS)[number];
/** How the learning rate goes on in the course of a run: see learningRate.ts. */
export type RateSchedule = (typeof SCHEDULES)[number];
export type Activation = (typeof ACTIVATIONS)[number];
/** What kernels start from. */
export type Initializer = (typeof INITIALIZERS)[number];
/** Where a run is asked to run; `auto` picks the fastest engine that works on this machine. */
export type EngineChoice = (typeof ENGINES)[number];
export type Switch = (typeof SWITCH)[number];

export interface Experiment {
  readonly norm: Norm;
  /** Groups asked of group normalization; a layer uses the largest divisor of its channels not above it. */
  readonly groups: number;
  readonly weights: Weights;
  readonly position: NormPosition;
  /** Of norms that keep moving statistics; nothing to the others. */
  readonly stats: BatchStatistics;
  /** What moving statistics keep of themselves at an update, as Keras counts it: PyTorch's is 1 − this. */
  readonly momentum: number;
  /** Added to the variance that a norm divides by the root of. */
  readonly eps: number | typeof OWN;
  readonly batch: number;
  readonly optimizer: OptimizerName;
  /** Learning rate; the highest where a schedule changes it. */
  readonly lr: number;
  readonly schedule: RateSchedule;
  /** Epochs over which the learning rate first grows to `lr`. */
  readonly warmup: number;
  /** Decoupled weight decay λ: see golden/README.md. */
  readonly decay: number;
  readonly epochs: number;
  /** Training images: a seeded, class-balanced subset of the data set's. */
  readonly images: number;
  readonly dropout: Switch;
  /** A name or a text (networks/). */
  readonly network: string;
  readonly activation: Activation;
  readonly init: Initializer;
  /** Whether the last norm of a residual branch starts with a gamma of 0, so that the block passes on what it reads. */
  readonly zeroGamma: Switch;
  readonly seed: number;
  /** Runs of this experiment, under seed, seed + 1, …. */
  readonly repeats: number;
  /** The id of a data set (dataSets.ts), which need not be one that this browser has. */
  readonly data: string;
  readonly engine: EngineChoice;
}

/** Whether this experiment's training moves, by its momentum, statistics that its tests then use. */
export const keepsMovingStatistics = ({ norm, stats }: Pick<Experiment, 'norm' | 'stats'>): boolean =>
  stats !== 'moving' && normHas(norm, 'momentum') && (normNamed(norm)?.moving.length ?? 0) > 0;

/** The epsilon that its norm has, or would have where it has none; undefined without a norm. */
export const epsilonOf = ({ norm, eps }: Pick<Experiment, 'norm' | 'eps'>): number | undefined =>
  eps === OWN ? normNamed(norm)?.epsilon : eps;

/** Whether it trains on the moving statistics that its tests use: they then fit each other, however young they are. */
export const trainsAsTested = ({ norm, stats }: Pick<Experiment, 'norm' | 'stats'>): boolean =>
  stats === 'estimated' && normNamed(norm)?.estimates === true;

/** Whether its network drops units in training. */
export const dropsUnits = ({ network, dropout }: Pick<Experiment, 'network' | 'dropout'>): boolean =>
  dropout === 'on' && plansOf(network).some(({ kind }) => kind === 'dropout');

/** Whether its network has residual blocks, and norms on them. */
export const hasResidualNorms = ({ norm, network }: Pick<Experiment, 'norm' | 'network'>): boolean =>
  norm !== 'none' && plansOf(network).some(({ kind }) => kind === 'residual');

/** Experiments shown and trained side by side, in order; the first is the base that a link is written against. */
export type Comparison = readonly [Experiment, ...Experiment[]];

/** At most this many experiments in one comparison: a chart with more lines explains nothing. */
export const MAX_COMPARISON = 12;

/** The last seed. */
export const MAX_SEED = 999_999_999;

/** How many runs under consecutive seeds there can be from this one on. */
export const seedsFrom = (seed: number): number => Math.max(0, MAX_SEED - seed + 1);

/** The experiments that `experiment.repeats` stands for: one a seed, each with `repeats: 1`; none beyond the last seed. */
export function expandRepeats(experiment: Experiment): Experiment[] {
  const length = Math.min(experiment.repeats, seedsFrom(experiment.seed));
  return Array.from({ length }, (_, i) => ({
    ...experiment,
    seed: experiment.seed + i,
    repeats: 1,
  }));
}
