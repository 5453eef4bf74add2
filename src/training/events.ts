/** What a training run reports while it runs, and how it can end. All of it survives structured cloning. */
import type { Experiment } from '../spec/experiment.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { Origin } from './schedule.ts';

/** One point of the training curve: averages over the images since the point before. */
export interface CurvePoint {
  /** Training images seen by the end of the point's window. */
  readonly images: number;
  /** Updates done by then. */
  readonly step: number;
  /** Milliseconds of training by then, pauses and evaluations left out: the one number that differs between machines. */
  readonly ms: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Fraction classified correctly, in training mode. */
  readonly acc: number;
}

/** One finished epoch, under Keras's names. */
export interface EpochResult {
  /** Counted from 1. */
  readonly epoch: number;
  /** Training images seen so far. */
  readonly images: number;
  readonly loss: number;
  readonly acc: number;
  readonly val_loss: number;
  readonly val_acc: number;
}

export interface Score {
  readonly loss: number;
  readonly acc: number;
}

/** The test once more, where moving statistics had not settled, with others in their place. */
export interface Recalibrated {
  readonly test: Score;
  /** Of the validation images; earlier versions did not score them again. */
  readonly validation?: Score;
  /** Training images that the statistics are of. */
  readonly images: number;
}

export type Phase =
  | { readonly kind: 'training' }
  /**
   * Scoring the validation images (after an epoch) or the test images (at the end), or recomputing moving
   * statistics on training images and scoring the test images with them.
   */
  | {
      readonly kind: 'validating' | 'testing' | 'recalibrating';
      readonly done: number;
      readonly total: number;
    };

export interface Progress {
  readonly phase: Phase;
  readonly step: number;
  readonly totalSteps: number;
  /** The epoch under way, from 1. */
  readonly epoch: number;
  /** Training images seen, of totalImages. */
  readonly images: number;
  readonly totalImages: number;
  /** Speed of training, pauses and evaluations left out; 0 until measured. */
  readonly imagesPerSecond: number;
  /** Seconds of work left, evaluations included; undefined until measured. */
  readonly secondsLeft: number | undefined;
}

/** Everything a run needs to go on elsewhere and give the curve of one that never stopped. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** Where the batch size in use began; left out for the run's start. */
  readonly origin?: Origin;
  /** Where the settings of moving statistics in use began, and what share of its initial moving statistics was left then. */
  readonly inherited?: Inherited;
  /** What it was trained on, which need not be what the experiment asks for; left out in old ones. */
  readonly data?: UsedData;
  readonly history: readonly EpochResult[];
  readonly points: readonly CurvePoint[];
  /** Sums of the epoch under way. */
  readonly epochSums: Sums;
  /** Sums of the curve's open window. */
  readonly windowSums: Sums;
  /** Milliseconds of training so far, pauses and evaluations left out. */
  readonly trainedMs: number;
  readonly parameters: ReadonlyMap<string, Float32Array>;
}

export interface Inherited {
  readonly step: number;
  readonly initialShare: number;
}

export interface Sums {
  readonly images: number;
  readonly lossSum: number;
  readonly correct: number;
}

export type TrainingEvent =
  /** `points` are the curve points that closed since the last event. */
  | { readonly kind: 'progress'; readonly progress: Progress; readonly points: readonly CurvePoint[] }
  | { readonly kind: 'epoch'; readonly result: EpochResult }
  /** Every few seconds, and when a run finishes, is stopped or makes room for another. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint };

/** Where a run left another one, to go on from its checkpoint under settings of its own. */
export interface Fork {
  /** The parent's name, for a person. */
  readonly parent: string;
  /** The parent's settings. */
  readonly experiment: Experiment;
  /** Updates and training images that it has from the parent. */
  readonly step: number;
  readonly images: number;
  /** Share of their initial values left in its moving statistics; left out where there are none, and in old runs. */
  readonly initialShare?: number;
}

export interface Finished {
  readonly kind: 'finished';
  readonly test: Score;
  /** Where `test` is of statistics that had not settled. */
  readonly recalibrated?: Recalibrated;
  /** The same where they had settled, of runs that were asked to: beside the test, never in its place. */
  readonly retested?: Recalibrated;
  /** Left out where the platform has no SHA-256 (weightsSha256). */
  readonly weightsSha256?: string;
}

export type Outcome =
  | Finished
  /** `message` is for a person: 'diverged at step 412, loss was NaN: lower the learning rate'. */
  | { readonly kind: 'diverged'; readonly step: number; readonly message: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/** Sums over images, which become averages when a curve's window or an epoch closes. */
export const NO_SUMS: Sums = { images: 0, lossSum: 0, correct: 0 };

export const addSums = (a: Sums, b: Sums): Sums => ({
  images: a.images + b.images,
  lossSum: a.lossSum + b.lossSum,
  correct: a.correct + b.correct,
});

/** Mean loss in nats, and the fraction correct. */
export const scoreOf = ({ images, lossSum, correct }: Sums): Score => ({
  loss: lossSum / images,
  acc: correct / images,
});
