/** How fast work goes, and how much of it fits into a given time. */
import type { Trainer } from '../engine/engine.ts';

/**
 * Sizes the pieces of work between two looks at the outside world, so that a piece takes about the same time on
 * any engine: long enough that reading a result back costs little, short enough that Stop is obeyed at once.
 */
export interface Pace {
  /** Units of work for the next piece. */
  readonly size: number;
  /** The next pace, after a piece of `units` took `ms`. */
  after(units: number, ms: number): Pace;
}

/** @param targetMs how long a piece should take */
export function paceOf(targetMs: number, size = 1, max = 100_000): Pace {
  return {
    size,
    after(units, ms) {
      const fitting = ms > 0 ? (units * targetMs) / ms : units * 2;
      // At most doubled: the first pieces compile kernels or fill caches and tell little about the next.
      return paceOf(targetMs, Math.max(1, Math.min(Math.floor(fitting), size * 2, max)), max);
    },
  };
}

/** Work done a second, recent work counting most, so that a pause or a slow start is soon forgotten. */
export class Speed {
  /** Work older than this counts less than half. */
  static readonly HORIZON_MS = 3000;
  #work = 0;
  #ms = 0;

  add(work: number, ms: number): void {
    const kept = 0.5 ** (ms / Speed.HORIZON_MS);
    this.#work = this.#work * kept + work;
    this.#ms = this.#ms * kept + ms;
  }

  /** 0 until something was measured. */
  get perSecond(): number {
    return this.#ms > 0 ? (1000 * this.#work) / this.#ms : 0;
  }
}

/** Measured for this long, unless MOST_STEPS are done before. */
const ENOUGH_MS = 120;
const MOST_STEPS = 30;

/**
 * Milliseconds a step, after a first one that is not counted: it compiles shaders and fills caches.
 * @param indices the batch, the same for each step
 */
export async function stepTime(
  trainer: Trainer,
  indices: Uint32Array,
  now: () => number = () => performance.now(),
): Promise<number> {
  trainer.step(indices, 1);
  await trainer.readMetrics();
  const started = now();
  let steps = 0;
  let ms = 0;
  while (steps < MOST_STEPS && ms < ENOUGH_MS) {
    steps++;
    trainer.step(indices, 1 + steps);
    await trainer.readMetrics();
    ms = now() - started;
  }
  return ms / steps;
}
