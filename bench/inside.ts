/**
 * `npm run bench:inside`: what 'Inside the network' costs the training that it shows. Chromium trains two runs of the
 * default comparison with the tab open and closed in turns; the ratio of the images a second in neighbouring turns is
 * the slow-down. They train on all images, so that no validation falls into the time watched. `--view` names another view
 * than Layers, `--link` other settings; `npm run build` first.
 */

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { createStaticServer, listen } from '../scripts/server.mjs';
import { openChromium } from './chromium.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '10' },
    link: { type: 'string', default: 'images=50000&epochs=2&engine=wasm&run=norm:batch,weights:plain' },
    view: { type: 'string', default: 'Layers' },
  },
});
const rounds = Number(values.rounds);
const turnMs = 1000 * Number(values.seconds);
/** Opening the tab loads code once and draws for the first time. */
const SETTLE_MS = 2500;

const server = createStaticServer({ root: fileURLToPath(new URL('../dist', import.meta.url)) });
const port = await listen(server, 0);
const { browser, page } = await openChromium();
await page.addInitScript(countImages);
await page.goto(`http://localhost:${port}/#v=1&${values.link}`);
await page.getByRole('button', { name: 'Train', exact: true }).click();
await page.waitForFunction(() => window.trainedImages > 200);

const ratios: number[] = [];
await open(page);
for (let round = 1; round <= rounds; round++) {
  const closed = await speed(page, 'Runs');
  const opened = await speed(page, 'Inside the network');
  const after = await speed(page, 'Runs');
  ratios.push(opened / ((closed + after) / 2));
  console.log(
    `round ${round}: ${closed.toFixed(0)}, open ${opened.toFixed(0)}, ${after.toFixed(0)} images/s`,
  );
}
ratios.sort((a, b) => a - b);
const percent = (ratio: number | undefined): string => `${(100 * (1 - (ratio ?? Number.NaN))).toFixed(1)} %`;
console.log(
  `${values.view}: slower by ${percent(ratios[ratios.length >> 1])} (median of ${rounds}; ${percent(ratios.at(-1))} to ${percent(ratios[0])})`,
);
await browser.close();
server.close();

async function open(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Inside the network' }).click();
  if (values.view !== 'Layers') await page.getByText(values.view, { exact: true }).first().click();
}

/** Images a second that all runs together train with this tab open. */
async function speed(page: Page, tab: string): Promise<number> {
  await page.getByRole('tab', { name: tab }).click();
  await page.waitForTimeout(SETTLE_MS);
  const [images, time] = await page.evaluate(() => [window.trainedImages, performance.now()]);
  await page.waitForTimeout(turnMs);
  const [later, end] = await page.evaluate(() => [window.trainedImages, performance.now()]);
  return (1000 * ((later ?? 0) - (images ?? 0))) / ((end ?? 0) - (time ?? 0));
}

declare global {
  interface Window {
    /** Images that all runs have trained on so far. */
    trainedImages: number;
  }
}

/** Follows what the training worker reports. */
function countImages(): void {
  const images = new Map<string, number>();
  window.trainedImages = 0;
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (data.kind !== 'progress') return;
        images.set(data.run, data.progress.images);
        window.trainedImages = [...images.values()].reduce((sum, n) => sum + n, 0);
      });
    }
  };
}
