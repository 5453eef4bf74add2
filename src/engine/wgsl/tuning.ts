/**
 * Which tiles products get on a GPU, by measuring them there: a short search before a run's first step, whose results are
 * remembered by adapter and shape. Other tiles add up in another order, so they give other bits; the same device with the
 * same memory gives the same ones, and a run that is resumed finds what it began with. So all shapes of a run are
 * remembered at once, those that there was no time to measure with what they are given without.
 */
import { type ProductSize, TILING_NAMES, TILINGS, type Tiling, type TilingName } from './tiles.ts';

/** What is remembered from one visit to the next, by key. */
export interface Memory {
  recall(key: string): string | undefined;
  remember(key: string, value: string): void;
}

/** All measuring before a run's first step ends within this, if its first measurement does. */
const BUDGET_MS = 1000;
/** A tiling that is no faster than this is no reason to leave what suits most. */
const WORTH_IT = 0.95;

export interface Trial {
  readonly size: ProductSize;
  /** Milliseconds that the product takes with these tiles. */
  time(name: TilingName): Promise<number>;
}

const keyOf = ({ kind, rows, columns, depth }: ProductSize): string => `${kind} ${rows}×${columns}×${depth}`;
const workOf = ({ size: { rows, columns, depth } }: Trial): number => rows * columns * depth;
const isName = (text: string | undefined): text is TilingName => TILING_NAMES.some((name) => name === text);

export class Tuning {
  readonly #adapter: string;
  readonly #memory: Memory | undefined;
  readonly #now: () => number;
  #last: Promise<void> = Promise.resolve();

  /**
   * @param adapter what tells it from others
   * @param memory without one, nothing is measured
   */
  constructor(adapter: string, memory?: Memory, now: () => number = () => performance.now()) {
    this.#adapter = adapter;
    this.#memory = memory;
    this.#now = now;
  }

  tiling(size: ProductSize): Tiling {
    return TILINGS[this.#recall(size) ?? 'shared'](size);
  }

  /** Measures what is not known yet, the largest products first, and remembers it. Never rejects. */
  search(trials: readonly Trial[]): Promise<void> {
    // One at a time: two would measure each other.
    this.#last = this.#last.then(() => this.#search(trials));
    return this.#last;
  }

  async #search(trials: readonly Trial[]): Promise<void> {
    if (!this.#memory) return;
    const deadline = this.#now() + BUDGET_MS;
    /** The longest that one measurement took, its compiling too: nothing is begun that might not end in time. */
    let longest = 0;
    for (const { size, time } of trials.toSorted((a, b) => workOf(b) - workOf(a))) {
      if (this.#recall(size)) continue;
      let best: TilingName = 'shared';
      let least = Number.POSITIVE_INFINITY;
      for (const name of TILING_NAMES) {
        const start = this.#now();
        if (start + longest >= deadline) break;
        const ms = await time(name).catch(() => Number.POSITIVE_INFINITY);
        longest = Math.max(longest, this.#now() - start);
        if (ms < least * WORTH_IT) [best, least] = [name, ms];
      }
      this.#memory.remember(`${this.#adapter}: ${keyOf(size)}`, best);
    }
  }

  #recall(size: ProductSize): TilingName | undefined {
    const known = this.#memory?.recall(`${this.#adapter}: ${keyOf(size)}`);
    return isName(known) ? known : undefined;
  }
}

/** Without a place to keep it: for as long as this lasts. */
export function inMemory(known: Readonly<Record<string, string>> = {}): Memory {
  const all = new Map(Object.entries(known));
  return { recall: (key) => all.get(key), remember: (key, value) => void all.set(key, value) };
}
