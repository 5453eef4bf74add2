/**
 * How many steps a run takes, which images each is on, and where its curve's points lie: functions of the experiment
 * alone, never of speed.
 */
import { permutation, streamKey } from '../random/streams.ts';
import { learningRateAt, type RateSettings } from '../spec/learningRate.ts';

/**
 * Where the batch size in use began: at the start, or where the run was forked off another one. What lies before it is
 * history; from there on come steps of the new size, the rest of the epoch that was under way first.
 */
export interface Origin {
  /** Steps done by then. */
  readonly step: number;
  /** Training images seen by then. */
  readonly images: number;
}

const START: Origin = { step: 0, images: 0 };

export interface Schedule {
  /** Training images an epoch, and an update. */
  readonly images: number;
  readonly batch: number;
  readonly origin: Origin;
  /** Steps of a whole epoch, its last one on the images that are left. */
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Training images seen by the end of the run. */
  readonly totalImages: number;
  /** The most steps between two points of the curve, a power of two; see `windowEnd`. */
  readonly windowSteps: number;
}

/** Where a step is within its epoch. */
interface Place {
  /** Counted from 0. */
  readonly epoch: number;
  /** Images of the epoch that its batches leave out: those that were seen before the origin. */
  readonly skipped: number;
  /** Which of the epoch's batches it is, from 0. */
  readonly batch: number;
}

/** A curve has at most this many evenly spaced points, however long the run, and some more near its start. */
const CURVE_POINTS = 400;
/** Steps at the start that get a point each; after that, windows grow with the steps done. */
const SINGLE_STEPS = 16;

/** @param images training images an epoch, the last, shorter batch included */
export function scheduleOf(images: number, batch: number, epochs: number, origin: Origin = START): Schedule {
  const toTrain = images * epochs - origin.images;
  const epochsLeft = Math.floor(toTrain / images);
  const stepsPerEpoch = Math.ceil(images / batch);
  const steps = Math.ceil((toTrain % images) / batch) + epochsLeft * stepsPerEpoch;
  return {
    images,
    batch,
    origin,
    stepsPerEpoch,
    totalSteps: origin.step + steps,
    totalImages: images * epochs,
    windowSteps: 2 ** Math.ceil(Math.log2(Math.max(1, steps / CURVE_POINTS))),
  };
}

/** Where the step after `step` steps, none before the origin, stands; at the end of an epoch that is the next one's first. */
export function placeOf({ images, batch, origin, stepsPerEpoch }: Schedule, step: number): Place {
  const steps = step - origin.step;
  const seen = origin.images % images;
  const rest = seen === 0 ? 0 : Math.ceil((images - seen) / batch);
  if (steps < rest) return { epoch: Math.floor(origin.images / images), skipped: seen, batch: steps };
  const whole = steps - rest;
  const epoch = Math.ceil(origin.images / images) + Math.floor(whole / stepsPerEpoch);
  return { epoch, skipped: 0, batch: whole % stepsPerEpoch };
}

/** Training images seen after `step` steps. */
export function imagesAfter(schedule: Schedule, step: number): number {
  const { epoch, skipped, batch } = placeOf(schedule, step);
  return epoch * schedule.images + skipped + batch * schedule.batch;
}

/** The learning rate of the step after `step` steps; beyond the last of the run that one's. */
export function rateAfter(schedule: Schedule, settings: RateSettings, step: number): number {
  const before = Math.min(step, schedule.totalSteps - 1);
  return learningRateAt(
    settings,
    imagesAfter(schedule, before) / schedule.images,
    imagesAfter(schedule, before + 1) / schedule.images,
  );
}

/**
 * The step (counted from 1) at which the curve's window that contains step `step` + 1 closes.
 *
 * Windows start with one step and double each time the steps done double, up to `windowSteps`, so that the curve
 * of a slow machine shows at once; an epoch's end closes a window early. They are counted from the origin: two sizes of
 * batch have windows of their own. A function of `step` alone, so a run that goes on from the middle of a window closes
 * it where it would have.
 */
export function windowEnd(schedule: Schedule, step: number): number {
  const { images, batch, origin, windowSteps } = schedule;
  const steps = step - origin.step;
  const doublings = Math.max(0, Math.floor(Math.log2(Math.max(1, steps) / SINGLE_STEPS)));
  const size = Math.min(windowSteps, 2 ** doublings);
  const place = placeOf(schedule, step);
  const epochEnd = step - place.batch + Math.ceil((images - place.skipped) / batch);
  return Math.min(origin.step + (Math.floor(steps / size) + 1) * size, epochEnd);
}

/** The subset's rows in the order in which an epoch (counted from 1) visits them. */
export function epochOrder(subset: Uint32Array, seed: number, epoch: number): Uint32Array {
  return permutation(streamKey(seed, 'order', epoch), subset.length).map((i) => subset[i] as number);
}

/** Minibatches of an order, as views; the last one holds what is left. */
export function* batches(order: Uint32Array, batch: number): Generator<Uint32Array, void> {
  for (let start = 0; start < order.length; start += batch) yield order.subarray(start, start + batch);
}

/** Which training images each step of a run is on. */
export class BatchOrder {
  readonly #subset: Uint32Array;
  readonly #seed: number;
  readonly #schedule: Schedule;
  /** The batches of the epoch that was asked about last. */
  #epoch: { readonly number: number; readonly batches: readonly Uint32Array[] } | undefined;

  /** @param subset rows of the training split to train on */
  constructor(subset: Uint32Array, seed: number, schedule: Schedule) {
    this.#subset = subset;
    this.#seed = seed;
    this.#schedule = schedule;
  }

  /** Rows of the training split that the step after `step` steps is on; beyond the last epoch, of one more. */
  after(step: number): Uint32Array {
    const { epoch, skipped, batch } = placeOf(this.#schedule, step);
    if (this.#epoch?.number !== epoch) {
      const order = epochOrder(this.#subset, this.#seed, epoch + 1).subarray(skipped);
      this.#epoch = { number: epoch, batches: [...batches(order, this.#schedule.batch)] };
    }
    const rows = this.#epoch.batches[batch];
    if (rows === undefined) throw new Error(`no batch for step ${step + 1}`);
    return rows;
  }
}
