/** Where the time of a step goes: every instruction run by itself, on all threads, the best of several rounds. */
import { encode, type Instruction } from './instruction.ts';
import type { Memory } from './memory.ts';
import type { Threads } from './threads.ts';

export interface Timing {
  readonly layer: string;
  readonly name: string;
  readonly milliseconds: number;
}

/** Runs instructions of a program whose frame has been begun; what they compute is of no use afterwards. */
export function profile(
  memory: Memory,
  threads: Threads,
  instructions: readonly Instruction[],
  frame: number,
  rounds: number,
): Timing[] {
  return instructions.map((instruction) => {
    const words = encode([instruction]);
    const program = memory.allocate(words.length * 4);
    memory.words.set(words, program >>> 2);
    let milliseconds = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      threads.run(program, frame);
      milliseconds = Math.min(milliseconds, performance.now() - start);
    }
    memory.release(program);
    return { layer: instruction.layer, name: instruction.kernel, milliseconds };
  });
}
