/**
 * Where threads wait for each other. Each does its share of every instruction; it may run ahead of the others into tasks
 * that do not meddle with the memory of those that are still open.
 */
import type { Instruction } from './instruction.ts';

/** Bytes of memory, the end excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The memory that a task touches. */
export interface Touched {
  readonly reads: readonly Range[];
  readonly writes: readonly Range[];
}

/** Each task's instructions, with a wait after its last one where the next task needs it. */
export function withBarriers(
  lists: readonly (readonly Instruction[])[],
  touched: readonly Touched[],
): Instruction[][] {
  let open: Touched[] = [];
  return lists.map((instructions, at) => {
    const [own, next] = [touched[at], touched[at + 1]];
    if (own) open.push(own);
    const wait = next === undefined || open.some((one) => meddle(one, next));
    if (wait) open = [];
    return instructions.map((one, i) => (i === instructions.length - 1 ? { ...one, wait } : one));
  });
}

/** Instructions that no thread is behind when the next begins. */
export const together = (instructions: readonly Instruction[]): Instruction[] =>
  instructions.map((one, at) => (at === instructions.length - 1 ? { ...one, wait: true } : one));

const meddle = (one: Touched, other: Touched): boolean =>
  meet(one.writes, other.writes) || meet(one.writes, other.reads) || meet(one.reads, other.writes);

const meet = (some: readonly Range[], others: readonly Range[]): boolean =>
  some.some(({ from, to }) => others.some((other) => from < other.to && other.from < to));
