/**
 * A run's points as columns of numbers, and its smoothed curves. A redraw of a long run must not go through all of its
 * points again: points are only ever appended (or, when a run goes on from a checkpoint, replaced), so what was read
 * and smoothed before is kept and only the new points are added.
 */
import type { CurvePoint } from '../training/events.ts';
import type { CurveRun, Metric } from './curveRun.ts';

const COLUMNS = ['images', 'step', 'ms', 'loss', 'acc'] as const;
type Column = (typeof COLUMNS)[number];

/** The state of an exponential moving average over images; see `extend`. */
interface Smoothed {
  readonly horizon: number;
  values: Float64Array;
  length: number;
  mean: number;
  weight: number;
  before: number;
}

const START_CAPACITY = 512;

export class Columns {
  #data: Record<Column, Float64Array> = emptyColumns(START_CAPACITY);
  #length = 0;
  #first: CurvePoint | undefined;
  #last: CurvePoint | undefined;
  #smoothed: Partial<Record<Metric, Smoothed>> = {};

  get length(): number {
    return this.#length;
  }

  /** Takes up what is new in the run's points. */
  follow(points: readonly CurvePoint[]): void {
    const grown =
      points.length >= this.#length && points[0] === this.#first && points[this.#length - 1] === this.#last;
    if (!grown || this.#length === 0) {
      this.#length = 0;
      this.#smoothed = {};
    }
    this.#reserve(points.length);
    for (let i = this.#length; i < points.length; i++) {
      const point = points[i];
      if (point) for (const key of COLUMNS) this.#data[key][i] = point[key];
    }
    this.#length = points.length;
    this.#first = points[0];
    this.#last = points.at(-1);
  }

  /** The measured values, one a point. */
  raw(column: Column): Float64Array {
    return this.#data[column].subarray(0, this.#length);
  }

  /**
   * The metric's exponential moving average over images, bias-corrected (Kingma & Ba 2015, section 3) so that it starts
   * at the first point: the weight of an image fades to 1/e after `horizon` further ones. Windows count by their
   * images. Horizon 0 is the raw curve.
   */
  smoothed(metric: Metric, horizon: number): Float64Array {
    if (horizon <= 0) return this.raw(metric);
    let state = this.#smoothed[metric];
    if (state?.horizon !== horizon) {
      state = { horizon, values: new Float64Array(0), length: 0, mean: 0, weight: 0, before: 0 };
      this.#smoothed[metric] = state;
    }
    this.#extend(state, this.#data[metric]);
    return state.values.subarray(0, this.#length);
  }

  /** Written as mean += share · (value − mean), which leaves a constant untouched to the bit. */
  #extend(state: Smoothed, values: Float64Array): void {
    if (state.values.length < this.#length) {
      const grown = new Float64Array(values.length);
      grown.set(state.values);
      state.values = grown;
    }
    const { images } = this.#data;
    // Windows are mostly of one size: their exponential is taken once.
    let [window, kept] = [Number.NaN, 0];
    for (let i = state.length; i < this.#length; i++) {
      const to = images[i] ?? 0;
      const value = values[i] ?? 0;
      if (to - state.before !== window) {
        window = to - state.before;
        kept = Math.exp(-window / state.horizon);
      }
      state.before = to;
      state.weight = kept * state.weight + (1 - kept);
      const share = state.weight > 0 ? (1 - kept) / state.weight : 1;
      state.mean =
        i === 0 || !Number.isFinite(state.mean) ? value : state.mean + share * (value - state.mean);
      state.values[i] = state.mean;
    }
    state.length = this.#length;
  }

  #reserve(points: number): void {
    const capacity = this.#data.images.length;
    if (points <= capacity) return;
    const grown = emptyColumns(Math.max(points, 2 * capacity));
    for (const key of COLUMNS) grown[key].set(this.#data[key]);
    this.#data = grown;
  }
}

const emptyColumns = (capacity: number): Record<Column, Float64Array> => ({
  images: new Float64Array(capacity),
  step: new Float64Array(capacity),
  ms: new Float64Array(capacity),
  loss: new Float64Array(capacity),
  acc: new Float64Array(capacity),
});

/** The columns of each run between redraws. */
export class ColumnCache {
  #columns = new Map<string, Columns>();

  of({ id, points }: CurveRun): Columns {
    const columns = this.#columns.get(id) ?? new Columns();
    this.#columns.set(id, columns);
    columns.follow(points);
    return columns;
  }

  /** Lets go of runs that are no more. */
  keepOnly(runs: readonly CurveRun[]): void {
    const ids = new Set(runs.map(({ id }) => id));
    for (const id of this.#columns.keys()) if (!ids.has(id)) this.#columns.delete(id);
  }
}
