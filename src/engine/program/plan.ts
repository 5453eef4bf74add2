/**
 * Places temporaries in one stretch of memory. Two may overlap when they are not alive at the same time. Largest first,
 * each at the lowest place that is free for its life (Pisarchyk & Lee 2020, 'greedy by size').
 */
import { type Operands, readsOf, writesOf } from './operation.ts';

/** From the first operation that needs something to the last. */
export interface Life {
  readonly from: number;
  readonly to: number;
}

/**
 * Lives of temporaries, by name: one that is read before it is written is there from the start.
 * @param kept names of those that live on to the end
 */
export function livesOf(operations: readonly Operands[], kept: ReadonlySet<string>): Map<string, Life> {
  const lives = new Map<string, Life>();
  operations.forEach((operation, at) => {
    const meet = (from: number) => (value: { readonly name: string; readonly role: string }) => {
      if (value.role !== 'temporary') return;
      lives.set(value.name, { from: lives.get(value.name)?.from ?? from, to: at });
    };
    readsOf(operation).forEach(meet(0));
    writesOf(operation).forEach(meet(at));
  });
  for (const [name, life] of lives) if (kept.has(name)) lives.set(name, { ...life, to: operations.length });
  return lives;
}

export interface Placeable extends Life {
  readonly name: string;
  /** A multiple of the device's alignment. */
  readonly bytes: number;
}

export interface Plan {
  /** Byte offsets, by name. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly bytes: number;
}

export function planBuffers(buffers: readonly Placeable[]): Plan {
  const waiting = buffers.toSorted((a, b) => b.bytes - a.bytes);
  const placed: (Placeable & { readonly offset: number })[] = [];
  for (const one of waiting) {
    const rivals = placed.filter((other) => other.from <= one.to && one.from <= other.to);
    rivals.sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const rival of rivals) {
      if (rival.offset - offset >= one.bytes) break;
      offset = Math.max(offset, rival.offset + rival.bytes);
    }
    placed.push({ ...one, offset });
  }
  return {
    offsets: new Map(placed.map(({ name, offset }) => [name, offset])),
    bytes: placed.reduce((end, { offset, bytes }) => Math.max(end, offset + bytes), 0),
  };
}
