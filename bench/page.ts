/**
 * `npm run bench:page`: what a visitor waits for and what training costs the page's own thread, in Chromium on software
 * WebGL: seconds from opening the page to the first point on a chart, the main thread's busy share while it trains,
 * bytes loaded before and after Train. Needs a built page.
 */
import { chromium } from 'playwright';
import { findBrowser } from '../scripts/browser.mjs';
import { createStaticServer, listen } from '../scripts/server.mjs';

const WATCHED_MS = 15_000;
const SETTINGS = 'network=small-cnn&images=1000&batch=8&epochs=20&engine=webgl&run=norm:batch,weights:plain';

const server = createStaticServer({ root: 'dist' });
const port = await listen(server, 0);
const executablePath = await findBrowser();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--use-angle=swiftshader'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });

let scripts = 0;
page.on('response', async (response) => {
  if (/\.(js|css|html|wasm)$|\/$/.test(new URL(response.url()).pathname)) {
    scripts += (await response.body().catch(() => Buffer.alloc(0))).length;
  }
});

const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');

/** Milliseconds of tasks that the page's main thread has run. */
async function busy(): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

const opened = performance.now();
await page.goto(`http://localhost:${port}/#v=1&${SETTINGS}`);
await page.getByRole('button', { name: 'Train' }).waitFor();
const ready = performance.now();
await page.waitForTimeout(1000);
const before = scripts;
const pressed = performance.now();
await page.getByRole('button', { name: 'Train' }).click();
await page.getByRole('region', { name: 'Accuracy chart' }).locator('canvas').waitFor({ timeout: 120_000 });
const drawn = performance.now();
const start = await busy();
await page.waitForTimeout(WATCHED_MS);
const share = ((await busy()) - start) / WATCHED_MS;
await browser.close();
server.close();

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const kilobytes = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en-US')} kB`;
console.log(`page open to usable: ${seconds(ready - opened)}`);
console.log(`Train to the first point on a chart: ${seconds(drawn - pressed)}`);
console.log(`main thread busy while two runs train: ${(100 * share).toFixed(1)} %`);
console.log(
  `code loaded before Train: ${kilobytes(before)}, by the end: ${kilobytes(scripts)} (not compressed)`,
);
