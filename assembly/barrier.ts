/**
 * Where threads wait for each other: a while spinning, since a partner is rarely more than microseconds away, then
 * asleep. All state is in the control block, as int32 words: `job` counts the steps given out, `passed` the barriers,
 * `failed` is not 0 once a thread died; the job is a `program`, a `frame` and how many `threads` take part.
 */
import { Control } from '../src/engine/wasm/kernels';

/**
 * Sleeps while the word at an address is as expected, or so long: JavaScript's Atomics.wait. Not WebAssembly's own
 * instruction, after which Node 20 (V8 11.3) finds other values in a function's locals as long as Liftoff compiled it:
 * 6 of 6 fresh processes ran wild. To be replaced by atomic.wait when Node 20 is gone.
 */
declare function sleep(address: usize, expected: i32, milliseconds: i32): void;

const JOB: usize = 4 * Control.job;
const ARRIVED: usize = 4 * Control.arrived;
const PASSED: usize = 4 * Control.passed;
const ASLEEP: usize = 4 * Control.asleep;
const FAILED: usize = 4 * Control.failed;

/** Rounds before sleeping: about 50 µs at a barrier; a thread without a job stays awake a little longer. */
const SPINS: i32 = 20_000;
const IDLE_SPINS: i32 = 40_000;
/**
 * A thread that is missing for 2 s is dead: a stop waits as long. Threads wait for what one is behind the other, which
 * is milliseconds, or where others want the cores some tenths of a second. In slices, to look for a failure in between.
 */
const SLICE: i32 = 400;
const PATIENCE: i32 = 5;

let control: usize = 0;

export function enterControl(block: usize): void {
  control = block;
}

/** Waits until `threads` threads have come here. Traps when one of them has failed. */
export function barrier(threads: i32): void {
  if (threads === 1) return;
  const passed = atomic.load<i32>(control, PASSED);
  if (atomic.add<i32>(control, 1, ARRIVED) === threads - 1) {
    atomic.store<i32>(control, 0, ARRIVED);
    atomic.add<i32>(control, 1, PASSED);
    if (atomic.load<i32>(control, ASLEEP)) atomic.notify(control + PASSED);
    return;
  }
  for (let i = 0; i < SPINS; i++) if (atomic.load<i32>(control, PASSED) !== passed) return;
  atomic.add<i32>(control, 1, ASLEEP);
  for (let slices = 0; atomic.load<i32>(control, PASSED) === passed; slices++) {
    if (atomic.load<i32>(control, FAILED) || slices === PATIENCE) unreachable();
    sleep(control + PASSED, passed, SLICE);
  }
  atomic.sub<i32>(control, 1, ASLEEP);
}

/** Gives the next step out to the other threads. */
export function giveJob(): void {
  if (atomic.load<i32>(control, FAILED)) unreachable();
  atomic.add<i32>(control, 1, JOB);
  if (atomic.load<i32>(control, ASLEEP)) atomic.notify(control + JOB);
}

/** Waits for the step after `job`. @returns its number */
export function awaitJob(job: i32): i32 {
  for (let i = 0; i < IDLE_SPINS; i++) {
    const next = atomic.load<i32>(control, JOB);
    if (next !== job) return next;
  }
  atomic.add<i32>(control, 1, ASLEEP);
  while (atomic.load<i32>(control, JOB) === job) sleep(control + JOB, job, 150 * SLICE);
  atomic.sub<i32>(control, 1, ASLEEP);
  return atomic.load<i32>(control, JOB);
}
