/**
 * Half an hour of training, looking inside, deleting and training again, with the memory of the page's process flat (as
 * Linux counts it, without the browser's own program). SOAK_MINUTES makes it another time.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { DATA, expect, test } from './playground.ts';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
const SETTINGS = `network=small-cnn${DATA}&engine=wasm&images=1000&epochs=2&batch=10&norm=group&groups=4&run=norm:batch,weights:plain`;
/** With less than this a slope is not known. */
const FEWEST_ROUNDS = 16;

/**
 * What lets go of what nobody holds, in the page and in its worker: one that has memory enough lets days' worth of it lie.
 * To be called before the page is open.
 */
async function garbageCollector(page: Page): Promise<() => Promise<void>> {
  const client = await page.context().newCDPSession(page);
  const workers = new Set<string>();
  let answered: (from: string) => void = () => undefined;
  client.on('Target.attachedToTarget', ({ sessionId }) => workers.add(sessionId));
  client.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  client.on('Target.receivedMessageFromTarget', ({ sessionId }) => answered(sessionId));
  const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  await client.send('Target.setAutoAttach', attach);
  const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });
  return async () => {
    await client.send('HeapProfiler.collectGarbage');
    expect(workers.size).toBeGreaterThan(0);
    for (const sessionId of workers) {
      const collected = new Promise<void>((resolve) => {
        answered = (from) => from === sessionId && resolve();
      });
      await client.send('Target.sendMessageToTarget', { sessionId, message });
      await collected;
    }
  };
}

/** Bytes that the page's process holds, its workers and WebAssembly included. */
async function memory(page: Page): Promise<number> {
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (!browser) throw new Error('there is no browser');
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  const sizes = processInfo.flatMap(({ id, type }) => {
    if (type !== 'renderer') return [];
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    const resident = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)];
    return resident.reduce((sum, [, kB]) => sum + Number(kB), 0);
  });
  // The browser draws its own tabs in a renderer, and has one ready for the next page: both are small.
  return 1024 * Math.max(...sizes);
}

/** Least squares. @returns the slope, and its standard error */
function slopeOf(ys: readonly number[]): { slope: number; error: number } {
  const n = ys.length;
  const [mx, my] = [(n - 1) / 2, ys.reduce((a, b) => a + b) / n];
  const sxx = ys.reduce((sum, _, x) => sum + (x - mx) ** 2, 0);
  const slope = ys.reduce((sum, y, x) => sum + (x - mx) * (y - my), 0) / sxx;
  const residuals = ys.reduce((sum, y, x) => sum + (y - my - slope * (x - mx)) ** 2, 0);
  return { slope, error: Math.sqrt(residuals / (n - 2) / sxx) };
}

test('memory stays flat over training after training', async ({ playground, page }) => {
  test.setTimeout((MINUTES + 10) * 60_000);
  const collectGarbage = await garbageCollector(page);
  await playground.open(SETTINGS);
  const until = Date.now() + MINUTES * 60_000;
  const samples: number[] = [];
  while (Date.now() < until || samples.length < FEWEST_ROUNDS) {
    await playground.button('Train').click();
    await expect(playground.status).toContainText('2 runs finished', { timeout: 180_000 });
    for (const tab of ['Inside the network', 'Predictions', 'Runs'])
      await page.getByRole('tab', { name: tab }).click();
    await playground.button('Clear all').click();
    // What can be undone is kept for a while, and is not a leak.
    for (const dismiss of await page.getByRole('button', { name: 'Dismiss' }).all())
      await dismiss.click().catch(() => undefined);
    // What the tests' own record of events holds is not the page's.
    await page.evaluate(() => window.heard.splice(0));
    await collectGarbage();
    samples.push(await memory(page));
  }
  // The first half loads what is loaded once, fills the worker's twelve models, and spreads the allocators' free lists.
  const settled = samples.slice(samples.length / 2);
  const { slope, error } = slopeOf(settled);
  const mean = settled.reduce((a, b) => a + b) / settled.length;
  console.log(
    `${settled.length} rounds, ${(mean / 2 ** 20).toFixed(1)} MiB, ${(slope / 1024).toFixed(1)} ± ${(error / 1024).toFixed(1)} KiB a round`,
  );
  // Within the noise, or too little to matter in a day.
  expect(slope < 3 * error || slope * settled.length < 0.02 * mean).toBe(true);
});
