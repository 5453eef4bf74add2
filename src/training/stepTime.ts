/** How long a step takes on an engine, from as few steps as will tell. */
import type { Trainer } from '../engine/engine.ts';

/** Measured for this long, unless MOST_STEPS are done before. */
const ENOUGH_MS = 120;
const MOST_STEPS = 30;

/**
 * Milliseconds a step, after a first one that is not counted: it compiles shaders and fills caches.
 * @param indices the batch, the same for each step
 */
export async function stepTime(
  trainer: Trainer,
  indices: Uint32Array,
  now: () => number = () => performance.now(),
): Promise<number> {
  trainer.step(indices, 1);
  await trainer.readMetrics();
  const started = now();
  let steps = 0;
  let ms = 0;
  while (steps < MOST_STEPS && ms < ENOUGH_MS) {
    steps++;
    trainer.step(indices, 1 + steps);
    await trainer.readMetrics();
    ms = now() - started;
  }
  return ms / steps;
}
