/**
 * What one thread knows while it runs a step: who it is, and what the step is about. Every thread has its own
 * instance of the module over one memory, so these globals are its own.
 */
import { Frame } from '../src/engine/wasm/kernels';

export let thread: i32 = 0;
export let threads: i32 = 1;
/** This thread's scratch memory; what an instruction leaves there does not outlive it. */
export let scratch: usize = 0;
/** Images in this step. */
export let batch: i32 = 0;
/** The step's number, from 1. */
export let step: u32 = 0;
/** Whether six pixels of a register tile spill here: see multiplyTile.ts. */
export let narrow: bool = false;
/** The optimizer's coefficients for this step: see optimizer.ts. */
export let coefficients: usize = 0;

/** Takes over a step's frame, which src/engine/wasm/frame.ts writes. */
export function enterFrame(frame: usize, index: i32, count: i32): void {
  thread = index;
  threads = count;
  batch = load<i32>(frame, 4 * Frame.batch);
  step = load<u32>(frame, 4 * Frame.step);
  const first = load<usize>(frame, 4 * Frame.scratch);
  scratch = first + <usize>index * load<usize>(frame, 4 * Frame.scratchBytes);
  coefficients = frame + 4 * Frame.coefficients;
  narrow = load<i32>(frame, 4 * Frame.narrow) !== 0;
}

/** Work is split over outputs, in units: a thread takes firstUnit(n) … lastUnit(n) − 1 of n. */
export function firstUnit(units: i32): i32 {
  return <i32>((<i64>units * thread) / threads);
}

export function lastUnit(units: i32): i32 {
  return <i32>((<i64>units * (thread + 1)) / threads);
}
