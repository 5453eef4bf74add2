/** One run's counters and sums, and the pieces of work that move them; train.ts decides their order. */
import type { Metrics, Trainer } from '../engine/engine.ts';
import { buildNetwork } from '../network/build.ts';
import type { Network } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';
import { type Experiment, keepsMovingStatistics, trainsAsTested } from '../spec/experiment.ts';
import { canRecalibrate } from '../spec/norms/norms.ts';
import type { UsedData } from '../spec/usedData.ts';
import { isSettled, shareOfStart } from '../spec/warmUp.ts';
import { lookingAfter } from './atStep.ts';
import {
  addSums,
  type Checkpoint,
  type CurvePoint,
  type EpochResult,
  type Inherited,
  NO_SUMS,
  type Phase,
  type Progress,
  type Recalibrated,
  type Sums,
  scoreOf,
  type TrainingEvent,
} from './events.ts';
import { type Pace, paceOf, Speed } from './pace.ts';
import { recalibrate, recalibrationImages } from './recalibrate.ts';
import {
  BatchOrder,
  imagesAfter,
  placeOf,
  rateAfter,
  type Schedule,
  scheduleOf,
  windowEnd,
} from './schedule.ts';

const SLICE_MS = 80;
/** Between two checkpoints at most, in time of this run's training; at the start, while the run is young, less. */
const CHECKPOINT_MS = 5000;
/** Soon enough that all of six runs which take turns have theirs within two seconds. */
const FIRST_CHECKPOINT_MS = 250;
/** A checkpoint that is slow to read is taken more seldom: at most this share of the time goes to it. */
const CHECKPOINT_SHARE = 0.04;
/** Rows an engine scores at a time: engines pad to their own batch, so pieces are multiples of this. */
export const EVALUATION_ROWS = 100;
/** Rows that are still being downloaded are waited for this long at a time, so that other runs have their turns. */
const AWAIT_ROWS_MS = 50;

/** The rows of the data set that a run uses. */
export interface RunRows {
  readonly used: UsedData;
  /** Rows of the training split to train on. */
  readonly subset: Uint32Array;
  /** The first so many rows of each are scored. */
  readonly validation: number;
  readonly test: number;
  /** Resolves when the engine has the rows of that split; rejects with a reason for a person. */
  ready(split: 'validation' | 'test'): Promise<void>;
}

export interface TrainOptions {
  readonly experiment: Experiment;
  readonly trainer: Trainer;
  readonly data: RunRows;
  /** Go on from here; the trainer already holds its parameters. */
  readonly checkpoint?: Checkpoint | undefined;
  /** A second test also where moving statistics have settled. */
  readonly retestAlways?: boolean | undefined;
  /** Milliseconds; tests bring their own. */
  readonly now?: () => number;
}

/** How much the next slice may do; left out, about SLICE_MS of work. */
export interface Slice {
  readonly steps?: number;
}

export class Run {
  readonly experiment: Experiment;
  readonly network: Network;
  readonly #trainer: Trainer;
  readonly #data: RunRows;
  readonly #retestAlways: boolean;
  readonly #now: () => number;
  readonly #schedule: Schedule;
  readonly #order: BatchOrder;
  readonly #inherited: Inherited | undefined;
  readonly #trainingSpeed = new Speed();
  readonly #scoringSpeed = new Speed();
  #pace: Pace = paceOf(SLICE_MS);
  #step: number;
  #history: readonly EpochResult[];
  #points: readonly CurvePoint[];
  /** Points that closed since the last report. */
  #fresh: CurvePoint[] = [];
  #epochSums: Sums;
  #windowSums: Sums;
  #trainedMs: number;
  #nextCheckpointMs: number;
  /** The state as trained, while the trainer has other statistics. */
  #trained: Parameters | undefined;

  constructor({
    experiment,
    trainer,
    data,
    checkpoint,
    retestAlways = false,
    now = () => performance.now(),
  }: TrainOptions) {
    this.#retestAlways = retestAlways;
    this.experiment = experiment;
    this.network = buildNetwork(experiment, data.used.spec);
    this.#trainer = trainer;
    this.#data = data;
    this.#now = now;
    const { batch, epochs } = experiment;
    this.#schedule = scheduleOf(data.subset.length, batch, epochs, checkpoint?.origin);
    this.#order = new BatchOrder(data.subset, experiment.seed, this.#schedule);
    this.#inherited = checkpoint?.inherited;
    this.#step = checkpoint?.step ?? 0;
    this.#history = checkpoint?.history ?? [];
    this.#points = checkpoint?.points ?? [];
    this.#epochSums = checkpoint?.epochSums ?? NO_SUMS;
    this.#windowSums = checkpoint?.windowSums ?? NO_SUMS;
    this.#trainedMs = checkpoint?.trainedMs ?? 0;
    this.#nextCheckpointMs = this.#trainedMs + this.#checkpointInterval;
  }

  /** As long as the run has trained so far: a page that is reloaded loses half of it at most. */
  get #checkpointInterval(): number {
    return Math.min(CHECKPOINT_MS, Math.max(FIRST_CHECKPOINT_MS, this.#trainedMs));
  }

  get done(): boolean {
    return this.#step === this.#schedule.totalSteps && this.epochToClose === undefined;
  }

  /** The epoch whose steps are done but whose validation is not. */
  get epochToClose(): number | undefined {
    const { epoch } = placeOf(this.#schedule, this.#step);
    return this.#history.length < epoch ? epoch : undefined;
  }

  get checkpointDue(): boolean {
    return this.#trainedMs >= this.#nextCheckpointMs;
  }

  /** Whether it is tested twice, the second time with moving statistics computed anew. */
  get retests(): boolean {
    const { experiment } = this;
    if (!keepsMovingStatistics(experiment) || !canRecalibrate(experiment.norm)) return false;
    return !trainsAsTested(experiment) && (this.#retestAlways || this.recalibrates);
  }

  /** Whether moving statistics will not have settled, so that the second test is what it is judged by. */
  get recalibrates(): boolean {
    const { step, initialShare } = this.#inherited ?? { step: 0, initialShare: 1 };
    const updates = this.#schedule.totalSteps - step;
    return !isSettled(initialShare * shareOfStart(this.experiment.momentum, updates));
  }

  get #images(): number {
    return imagesAfter(this.#schedule, this.#step);
  }

  /** Trains up to the end of the slice, of the curve's window or of the epoch, whichever comes first. */
  async advance(slice: Slice | undefined): Promise<Metrics> {
    const end = windowEnd(this.#schedule, this.#step);
    const steps = Math.min(slice?.steps ?? this.#pace.size, end - this.#step);
    const started = this.#now();
    for (let i = 0; i < steps; i++) {
      const indices = this.#order.after(this.#step);
      const rate = rateAfter(this.#schedule, this.experiment, this.#step);
      this.#step++;
      this.#trainer.step(indices, this.#step, rate);
    }
    const metrics = await this.#trainer.readMetrics();
    const ms = this.#now() - started;
    this.#pace = this.#pace.after(steps, ms);
    this.#trainedMs += ms;
    this.#trainingSpeed.add(metrics.images, ms);
    this.#epochSums = addSums(this.#epochSums, metrics);
    this.#windowSums = addSums(this.#windowSums, metrics);
    if (this.#step === end) this.#closeWindow();
    return metrics;
  }

  /**
   * Scores the rows of a split in pieces, yielding after each so that a stop is obeyed.
   * @param before what of the phase was done before
   * @param after what of it follows
   */
  async *score(
    split: 'validation' | 'test',
    phase: 'validating' | 'testing' | 'recalibrating',
    before = 0,
    after = 0,
  ): AsyncGenerator<TrainingEvent, Sums, Slice | undefined> {
    const toScore = this.#data[split];
    const total = before + toScore + after;
    yield this.report({ kind: phase, done: before, total });
    const ready = this.#data.ready(split).then(() => true as const);
    while (!(await soon(ready))) yield this.report({ kind: phase, done: before, total });
    let sums = NO_SUMS;
    let pace = paceOf(SLICE_MS, 1, toScore);
    while (sums.images < toScore) {
      const end = Math.min(sums.images + pace.size * EVALUATION_ROWS, toScore);
      const started = this.#now();
      const piece = await this.#trainer.evaluate(split, sums.images, end);
      const ms = this.#now() - started;
      pace = pace.after(piece.images / EVALUATION_ROWS, ms);
      this.#scoringSpeed.add(piece.images, ms);
      sums = addSums(sums, piece);
      yield this.report({ kind: phase, done: before + sums.images, total });
    }
    return sums;
  }

  /** The test and the last validation once more, with statistics of training images; the trainer then has its own again, to the bit. */
  async *retest(): AsyncGenerator<TrainingEvent, Recalibrated, Slice | undefined> {
    const { seed, epochs } = this.experiment;
    const { subset, test, validation } = this.#data;
    const images = recalibrationImages(subset.length);
    const trained = await this.parameters();
    const anew = recalibrate(this.network, lookingAfter(this.#step, this.#trainer), { subset, seed, epochs });
    let next = await anew.next();
    while (!next.done) {
      yield this.report({ kind: 'recalibrating', done: next.value, total: images + test + validation });
      next = await anew.next();
    }
    this.#trained = trained;
    this.#trainer.setParameters(new Map([...trained, ...next.value]));
    try {
      const tested = yield* this.score('test', 'recalibrating', images, validation);
      const validated = yield* this.score('validation', 'recalibrating', images + test);
      return { test: scoreOf(tested), validation: scoreOf(validated), images };
    } finally {
      this.#trained = undefined;
      this.#trainer.setParameters(trained);
    }
  }

  /** The state as trained so far; to be asked for between two pieces of work. */
  async parameters(): Promise<Parameters> {
    return this.#trained ?? (await this.#trainer.parameters());
  }

  closeEpoch(validation: Sums): TrainingEvent {
    const { loss: val_loss, acc: val_acc } = scoreOf(validation);
    const epoch = this.#history.length + 1;
    const result = { epoch, images: this.#images, ...scoreOf(this.#epochSums), val_loss, val_acc };
    this.#history = [...this.#history, result];
    this.#epochSums = NO_SUMS;
    return { kind: 'epoch', result };
  }

  /** Where the run stands; to be asked for between two pieces of work. */
  async checkpoint(): Promise<Checkpoint> {
    const started = this.#now();
    const parameters = await this.parameters();
    const cost = this.#now() - started;
    this.#nextCheckpointMs = this.#trainedMs + Math.max(this.#checkpointInterval, cost / CHECKPOINT_SHARE);
    const { origin } = this.#schedule;
    return {
      step: this.#step,
      ...(origin.step > 0 && { origin }),
      ...(this.#inherited && { inherited: this.#inherited }),
      data: this.#data.used,
      history: this.#history,
      points: this.#points,
      epochSums: this.#epochSums,
      windowSums: this.#windowSums,
      trainedMs: this.#trainedMs,
      parameters,
    };
  }

  /** Where the run stands, with the points that closed since the last report. */
  report(phase: Phase): TrainingEvent {
    const { totalSteps, totalImages } = this.#schedule;
    const { epoch } = placeOf(this.#schedule, this.#step);
    const points = this.#fresh;
    this.#fresh = [];
    const progress: Progress = {
      phase,
      step: this.#step,
      totalSteps,
      epoch: Math.min(epoch + 1, this.experiment.epochs),
      images: this.#images,
      totalImages,
      imagesPerSecond: this.#trainingSpeed.perSecond,
      secondsLeft: this.#secondsLeft(phase),
    };
    return { kind: 'progress', progress, points };
  }

  #secondsLeft(phase: Phase): number | undefined {
    const training = this.#trainingSpeed.perSecond;
    if (training === 0) return undefined;
    // A forward pass is about a third of a step.
    const scoring = this.#scoringSpeed.perSecond || 3 * training;
    const epochsLeft = this.experiment.epochs - this.#history.length;
    const { validation, test, subset } = this.#data;
    const tested = phase.kind === 'recalibrating' ? test : 0;
    const scored = phase.kind === 'training' ? 0 : phase.done;
    const toTrain = this.#schedule.totalImages - this.#images;
    const again = this.retests ? recalibrationImages(subset.length) + test + validation : 0;
    const toScore = epochsLeft * validation + test + again - tested - scored;
    return toTrain / training + toScore / scoring;
  }

  #closeWindow(): void {
    const point = {
      images: this.#images,
      step: this.#step,
      ms: this.#trainedMs,
      ...scoreOf(this.#windowSums),
    };
    this.#points = [...this.#points, point];
    this.#fresh.push(point);
    this.#windowSums = NO_SUMS;
  }
}

/** Whether the rows are there now or within AWAIT_ROWS_MS. Rejects as `ready` does. */
function soon(ready: Promise<true>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, AWAIT_ROWS_MS, false);
  });
  return Promise.race([ready, late]).finally(() => clearTimeout(timer));
}
