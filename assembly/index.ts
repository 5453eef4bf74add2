/**
 * The kernels' way in. A program is a list of instructions: words [code, bytes to the next, flags, arguments …], the
 * last one flagged. All threads run the same program, each its share of every instruction, and wait for each other after
 * those that say so.
 */
import { awaitJob, barrier, enterControl, giveJob } from './barrier';
import { runInstruction } from './instructions';
import { enterFrame } from './state';

const HEADER: usize = 12;
/** Flags of an instruction. */
const WAIT: i32 = 1;
const LAST: i32 = 2;

/** Runs a program on this thread and on every thread that waits in `serve`. Returns when all are done. */
export function run(control: usize, program: usize, frame: usize, threads: i32): void {
  enterControl(control);
  if (threads > 1) {
    store<usize>(control, program, 20);
    store<usize>(control, frame, 24);
    store<i32>(control, threads, 28);
    giveJob();
  }
  runShare(program, frame, 0, threads);
}

/** A thread's life: its share of every program that `run` gives out, from job `job` on. */
export function serve(control: usize, thread: i32, job: i32): void {
  enterControl(control);
  while (true) {
    job = awaitJob(job);
    const threads = load<i32>(control, 28);
    if (thread < threads) runShare(load<usize>(control, 20), load<usize>(control, 24), thread, threads);
  }
}

function runShare(program: usize, frame: usize, thread: i32, threads: i32): void {
  enterFrame(frame, thread, threads);
  let at = program;
  while (true) {
    // Looked up before the barrier: after the last one the program may already be gone.
    const next = at + load<usize>(at, 4);
    const flags = load<i32>(at, 8);
    runInstruction(load<i32>(at), at + HEADER);
    if (flags & WAIT) barrier(threads);
    if (flags & LAST) return;
    at = next;
  }
}

/** Runs `rounds` of twelve independent multiply-adds, twice: what the machine can do at most. See bench/. */
export { multiplyAddPeak } from './peak';
