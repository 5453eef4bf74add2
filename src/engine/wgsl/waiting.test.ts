import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { waitFor } from './waiting.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A GPU that is done after so many milliseconds, and counts what it is asked. */
function gpuOf(ms: number) {
  const asked = { begun: undefined as number | undefined, submits: 0 };
  const start = Date.now();
  const work = (): Promise<void> => {
    asked.begun = Date.now() - start;
    return new Promise((resolve) => setTimeout(resolve, Math.max(0, start + ms - Date.now())));
  };
  const queue = { submit: () => void asked.submits++ } as unknown as GPUQueue;
  return { asked, work, queue };
}

it('in Node it begins to wait when the end is near, and at once where nobody knows', async () => {
  for (const [expected, begun] of [
    [100, 90],
    [0, 0],
  ] as const) {
    const { asked, work, queue } = gpuOf(100);
    const done = waitFor(work, expected, queue, [true, false]);
    await vi.advanceTimersByTimeAsync(100);
    expect(await done).toBe(100 - begun);
    expect(asked).toEqual({ begun, submits: 0 });
  }
});

it('in Firefox it submits nothing every millisecond until the work is done, or has failed', async () => {
  const { asked, work, queue } = gpuOf(41);
  const done = waitFor(work, 100, queue, [false, true]);
  await vi.advanceTimersByTimeAsync(1000);
  await done;
  expect(asked).toEqual({ begun: 0, submits: 41 });
  const failed = waitFor(() => Promise.reject(new Error('lost')), 0, queue, [false, true]);
  await expect(failed).rejects.toThrow('lost');
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.submits).toBe(41);
});

it('elsewhere it waits', async () => {
  const { asked, work, queue } = gpuOf(10);
  const done = waitFor(work, 100, queue, [false, false]);
  await vi.advanceTimersByTimeAsync(10);
  await done;
  expect(asked).toEqual({ begun: 0, submits: 0 });
});
