/**
 * Places a program's temporaries in one stretch of memory. Two buffers may overlap when no operation needs both: each
 * lives from the first operation that names it to the last. Largest first, each at the lowest place that is free for
 * its life (Pisarchyk & Lee 2020, 'greedy by size').
 */
import { type Operation, tensorsOf } from './operation.ts';
import type { Buffer } from './tensor.ts';

export interface Plan {
  /** Byte offset of every temporary. */
  readonly offsets: ReadonlyMap<Buffer, number>;
  readonly bytes: number;
}

interface Placed {
  readonly buffer: Buffer;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  offset: number;
}

/** Buffers begin on a cache line. */
const ALIGNMENT = 64;
/** Vectors may read past the end of a buffer, by less than this. */
const SLACK = 64;

export const alignUp = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const bytesOf = ({ perImage, once, type }: Buffer, batch: number): number =>
  alignUp((perImage * batch + once) * (type === 'float32' ? 4 : 1) + SLACK);

/**
 * @param batch images that the buffers have to hold; fewer fit as well
 * @param kept buffers that live on to the end
 */
export function planBuffers(
  operations: readonly Operation[],
  batch: number,
  kept: ReadonlySet<Buffer> = new Set(),
): Plan {
  const lives = new Map<Buffer, { from: number; to: number }>();
  operations.forEach((operation, at) => {
    for (const { buffer } of tensorsOf(operation)) {
      if (buffer.role === 'temporary') lives.set(buffer, { from: lives.get(buffer)?.from ?? at, to: at });
    }
  });
  for (const [buffer, life] of lives) if (kept.has(buffer)) life.to = operations.length;
  const waiting = [...lives].map(([buffer, life]): Placed => {
    const whole = { from: 0, to: operations.length };
    return { buffer, ...(buffer.exclusive ? whole : life), bytes: bytesOf(buffer, batch), offset: 0 };
  });
  waiting.sort((a, b) => b.bytes - a.bytes);

  const placed: Placed[] = [];
  for (const one of waiting) {
    const rivals = placed.filter((other) => other.from <= one.to && one.from <= other.to);
    rivals.sort((a, b) => a.offset - b.offset);
    for (const rival of rivals) {
      if (rival.offset - one.offset >= one.bytes) break;
      one.offset = Math.max(one.offset, rival.offset + rival.bytes);
    }
    placed.push(one);
  }
  return {
    offsets: new Map(placed.map(({ buffer, offset }) => [buffer, offset])),
    bytes: placed.reduce((end, { offset, bytes }) => Math.max(end, offset + bytes), 0),
  };
}
