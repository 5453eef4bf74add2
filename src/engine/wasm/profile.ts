/** Where the time of a step goes: every instruction run by itself, on all threads, the best of several rounds. */
import { encode, type Instruction } from './instruction.ts';
import { Flag, Header } from './kernels.ts';
import type { Memory } from './memory.ts';
import type { Threads } from './threads.ts';

export interface Timing {
  readonly layer: string;
  readonly name: string;
  readonly milliseconds: number;
}

/** An instruction's shares among several threads, of which the longest is waited for. */
export interface Shares {
  readonly layer: string;
  readonly name: string;
  /** Whether all threads wait for each other behind it. */
  readonly wait: boolean;
  /** Milliseconds of each thread's share, the best of several rounds, by the number of threads asked about. */
  readonly milliseconds: readonly (readonly number[])[];
}

interface Profiled {
  readonly memory: Memory;
  readonly threads: Threads;
  /** Of a program whose frame has been begun; what they compute is of no use afterwards. */
  readonly instructions: readonly Instruction[];
  readonly frame: number;
  readonly rounds: number;
}

export function profile({ memory, threads, instructions, frame, rounds }: Profiled): Timing[] {
  return instructions.map((instruction) => ({
    layer: instruction.layer,
    name: instruction.kernel,
    milliseconds: withProgram(memory, instruction, (program) =>
      bestOf(rounds, () => threads.run(program, frame)),
    ),
  }));
}

/** @param counts numbers of threads, none above the engine's own */
export function profileShares(
  { memory, threads, instructions, frame, rounds }: Profiled,
  counts: readonly number[],
): Shares[] {
  return instructions.map((instruction) => ({
    layer: instruction.layer,
    name: instruction.kernel,
    wait: instruction.wait ?? false,
    milliseconds: withProgram(
      memory,
      instruction,
      (program) =>
        counts.map((count) =>
          Array.from({ length: count }, (_, thread) =>
            bestOf(rounds, () => threads.runShare(program, frame, thread, count)),
          ),
        ),
      false,
    ),
  }));
}

function bestOf(rounds: number, work: () => void): number {
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work();
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  return milliseconds;
}

/**
 * @param use gets the address of a program of this instruction alone
 * @param waits whether threads wait for each other at its end
 */
function withProgram<T>(
  memory: Memory,
  instruction: Instruction,
  use: (program: number) => T,
  waits = true,
): T {
  const words = encode([instruction]);
  if (!waits) words[Header.flags] = Flag.last;
  const program = memory.allocate(words.length * 4);
  memory.words.set(words, program >>> 2);
  try {
    return use(program);
  } finally {
    memory.release(program);
  }
}
