/**
 * `npm run bench:charts`: what twelve runs of 20,000 points cost on the charts, in Chromium: milliseconds a redraw of
 * both charts while points come in, after a change of the smoothing and of the zoom; and how long the page takes to
 * answer while events of all runs come five times a second. The main thread's own time depends less on what else
 * the machine does; it includes the bench's growing of the runs.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { createStaticServer, listen } from '../scripts/server.mjs';
import type { RedrawQuestion } from './chartsPage.ts';
import { openChromium } from './chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILT = `${root}.cache/bench-charts`;
const EVENTS_PER_SECOND = 5;
const WATCHED_MS = 15_000;
const BETWEEN_INPUTS_MS = 120;

await build({
  root,
  logLevel: 'error',
  publicDir: false,
  build: { outDir: BUILT, emptyOutDir: true, rolldownOptions: { input: `${root}bench/charts.html` } },
});
const server = createStaticServer({ root: BUILT });
const port = await listen(server, 0);
const { browser, page } = await openChromium();
await page.goto(`http://localhost:${port}/bench/charts.html`);
const loss = page.getByRole('region', { name: 'Loss chart' });
await loss.locator('canvas').waitFor();

const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });

/** Milliseconds that the page's main thread has worked. */
async function worked(): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

async function report(name: string, question: RedrawQuestion): Promise<void> {
  const before = await worked();
  const [first = Number.NaN, ...rest] = await page.evaluate(
    (asked) => window.bench.timeRedraws(asked),
    question,
  );
  const each = ((await worked()) - before) / question.rounds;
  console.log(
    `redraw, ${name}: ${summary(rest)}; the first ${first.toFixed(0)} ms; main thread ${each.toFixed(0)} ms each`,
  );
}
await report('points coming in', { rounds: 40, changes: 'nothing' });
await report('smoothing changed', { rounds: 20, changes: 'smoothing' });
await report('zoom changed', { rounds: 20, changes: 'zoom' });

await page.evaluate((perSecond) => void window.bench.play(perSecond), EVENTS_PER_SECOND);
await page.waitForTimeout(1000);
await visit();
console.log(
  `input to the next frame, events ${EVENTS_PER_SECOND} times a second: ` +
    summary(await page.evaluate(() => window.bench.takeLatencies())),
);
await browser.close();
server.close();

/** Moves over a chart, steps its crosshair, clicks beside the charts. */
async function visit(): Promise<void> {
  const box = await loss.getByRole('slider').boundingBox();
  if (!box) throw new Error('the loss chart is not visible');
  const until = performance.now() + WATCHED_MS;
  for (let i = 0; performance.now() < until; i++) {
    await page.mouse.move(box.x + box.width * (0.2 + 0.6 * ((i * 0.137) % 1)), box.y + box.height / 2);
    if (i % 3 === 0) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 3);
    if (i % 3 === 1) await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(BETWEEN_INPUTS_MS);
  }
}

/** The best is what it costs; the others also tell how busy the machine was. */
function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const [best = Number.NaN, median = Number.NaN, late = Number.NaN, worst = Number.NaN] = [
    0, 0.5, 0.95, 1,
  ].map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
  return `best ${best.toFixed(0)} ms, median ${median.toFixed(0)} ms, 95 % ${late.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${times.length}`;
}
