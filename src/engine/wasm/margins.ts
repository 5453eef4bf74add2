/**
 * Sentinels before and after every buffer of a program that is tested: a kernel that writes a value too far is found
 * even where nothing else would show it, and one that makes use of what it reads there gets NaN for it.
 */
import type { Placeable, Plan } from '../program/plan.ts';
import type { Range } from './barriers.ts';
import type { Memory } from './memory.ts';

/** Bytes on either side. */
export const MARGIN = 64;

/** As `planBuffers`, each in a place that no other ever has, with a margin before it; behind it there is one anyway. */
export function planApart(buffers: readonly Placeable[]): Plan {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const { name, bytes } of buffers) {
    offsets.set(name, end + MARGIN);
    end += MARGIN + bytes;
  }
  return { offsets, bytes: end };
}

interface Margin {
  /** 'after y' */
  readonly where: string;
  readonly from: number;
  readonly to: number;
}

export class Margins {
  readonly #memory: Memory;
  readonly #margins: readonly Margin[];

  /** @param ranges in memory, by name, with `MARGIN` bytes to spare on either side */
  constructor(memory: Memory, ranges: Iterable<readonly [string, Range]>) {
    this.#memory = memory;
    this.#margins = [...ranges].flatMap(([name, { from, to }]): Margin[] => [
      { where: `before ${name}`, from: from - MARGIN, to: from },
      { where: `after ${name}`, from: to, to: to + MARGIN },
    ]);
    this.#margins.forEach(({ from, to }, i) => {
      for (let address = from; address < to; address++) memory.bytes[address] = sentinel(i, address);
    });
  }

  /** @throws Error naming the margins that were written to */
  check(): void {
    const { bytes } = this.#memory;
    const spoilt = this.#margins.filter(({ from, to }, i) => {
      for (let address = from; address < to; address++)
        if (bytes[address] !== sentinel(i, address)) return true;
      return false;
    });
    if (spoilt.length > 0)
      throw new Error(`a kernel wrote out of bounds, ${spoilt.map(({ where }) => where).join(' and ')}`);
  }
}

/** A byte of a NaN that no other place has: a copied sentinel shows, too. */
const sentinel = (margin: number, address: number): number =>
  ((0xffc00000 | ((margin & 0x3fff) << 8) | ((address >>> 2) & 0xff)) >>> (8 * (address & 3))) & 0xff;
