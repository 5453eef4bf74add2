/**
 * Waiting for the GPU, around what two implementations make of it:
 *
 * - Node's (the package webgpu 0.6) looks for the end of a wait as often as it can, which keeps a core busy: 0.7 s of a wait
 *   of 2.1 s beside a software GPU that needs all cores, 0.1 s of 1.3 s so. Nobody waits there before the end can be near.
 *   To be deleted when https://github.com/dawn-gpu/node-webgpu/issues/17 has been mended for pending reads, too.
 * - Firefox looks every 100 ms, and whenever something is submitted: https://bugzilla.mozilla.org/show_bug.cgi?id=1870699.
 *   So nothing is submitted, again and again: a read takes 1.3 ms instead of 100 (Firefox 153). To be deleted when that
 *   bug is closed.
 */

/** Of the time that is expected: what comes sooner than that is waited for in vain. */
const SURE = 0.9;
/** Nobody knows that much better. */
const LONGEST_MS = 1000;
const NUDGE_MS = 1;

const { navigator, process } = globalThis as {
  navigator?: { userAgent?: string };
  process?: { versions?: { node?: string } };
};

const IN_NODE = process?.versions?.node !== undefined;
const IN_FIREFOX = !IN_NODE && /Firefox\//.test(navigator?.userAgent ?? '');

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @returns milliseconds between the beginning of the work and its end: next to none where it was done before anybody looked
 * @param work what is waited for, begun when it is called
 * @param expected milliseconds that it will take, 0 where nobody knows
 */
export async function waitFor(
  work: () => Promise<void>,
  expected: number,
  queue: GPUQueue,
  [inNode, inFirefox] = [IN_NODE, IN_FIREFOX],
): Promise<number> {
  if (inNode && SURE * expected >= 1) await pause(Math.min(SURE * expected, LONGEST_MS));
  const begun = performance.now();
  const nudge = inFirefox ? setInterval(() => queue.submit([]), NUDGE_MS) : undefined;
  try {
    await work();
    return performance.now() - begun;
  } finally {
    clearInterval(nudge);
  }
}
