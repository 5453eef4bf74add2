/** Threads that do not start: tried again, and done without. */
import { expect, it, vi } from 'vitest';
import { openWasmEngine } from './engine.ts';

/** How many of the next threads do not start. */
const starts = vi.hoisted(() => ({ failing: 0, ended: 0 }));

vi.mock('./platform.ts', async (original) => {
  const platform = await original<typeof import('./platform.ts')>();
  const startThread: typeof platform.startThread = (onMessage, onGone) => {
    if (starts.failing === 0) return platform.startThread(onMessage, onGone);
    starts.failing--;
    queueMicrotask(() => onGone('it could not be loaded'));
    return { post: () => undefined, terminate: () => void starts.ended++ };
  };
  return { ...platform, startThread };
});

it.each([
  [1, 'CPU (WASM relaxed SIMD, v3) · 2 threads'],
  [2, 'CPU (WASM relaxed SIMD, v3) · 1 thread (CPU thread 1: it could not be loaded)'],
])('of which %i do not start', async (failing, description) => {
  Object.assign(starts, { failing, ended: 0 });
  const opened = await openWasmEngine({ threads: 2 });
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  expect(opened.engine.description).toBe(description);
  expect(opened.engine.threads.count).toBe(failing === 1 ? 2 : 1);
  // One that is only late must not come back.
  expect(starts.ended).toBe(failing);
  opened.engine.dispose();
});
