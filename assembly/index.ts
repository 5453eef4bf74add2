/**
 * The kernels' way in. A program is a list of instructions: words [code, bytes to the next, flags, arguments …], the
 * last one flagged. All threads run the same program, each its share of every instruction, and wait for each other after
 * those that say so.
 */
import { Control, Flag, Header } from '../src/engine/wasm/kernels';
import { awaitJob, barrier, enterControl, giveJob } from './barrier';
import { runInstruction } from './instructions';
import { enterFrame } from './state';

/** Runs a program on this thread and on every thread that waits in `serve`. Returns when all are done. */
export function run(control: usize, program: usize, frame: usize, threads: i32): void {
  enterControl(control);
  if (threads > 1) {
    store<usize>(control, program, 4 * Control.program);
    store<usize>(control, frame, 4 * Control.frame);
    store<i32>(control, threads, 4 * Control.threads);
    giveJob();
  }
  runShare(program, frame, 0, threads);
}

/** A thread's life: its share of every program that `run` gives out, from job `job` on. */
export function serve(control: usize, thread: i32, job: i32): void {
  enterControl(control);
  while (true) {
    job = awaitJob(job);
    const threads = load<i32>(control, 4 * Control.threads);
    if (thread < threads)
      runShare(
        load<usize>(control, 4 * Control.program),
        load<usize>(control, 4 * Control.frame),
        thread,
        threads,
      );
  }
}

/** One thread's share of a program. By itself, of instructions that wait for nobody, it is what a bench times. */
export function runShare(program: usize, frame: usize, thread: i32, threads: i32): void {
  enterFrame(frame, thread, threads);
  let at = program;
  while (true) {
    // Looked up before the barrier: after the last one the program may already be gone.
    const next = at + load<usize>(at, 4 * Header.bytes);
    const flags = load<i32>(at, 4 * Header.flags);
    runInstruction(load<i32>(at, 4 * Header.kernel), at + 4 * Header.end);
    if (flags & Flag.wait) barrier(threads);
    if (flags & Flag.last) return;
    at = next;
  }
}

/** Runs `rounds` of twelve independent multiply-adds, twice: what the machine can do at most. See bench/. */
export { multiplyAddPeak } from './peak';
