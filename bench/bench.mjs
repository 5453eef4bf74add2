/**
 * `npm run bench`: milliseconds a step of the CPU engine in Chromium and in Node, beside PyTorch on the same cores,
 * taking turns so that what else the machine does hits all alike.
 *
 *   --batch 2,32,128 --norm batch,group --weights plain,standardized --rounds 5 --ms 1000 --only chromium,node,torch
 *   --threads 1,2 --quiet SECONDS --json FILE
 *
 * --quiet: before each measurement wait, at most so long, until the rest of the machine is idle.
 *
 * By default batch norm goes with plain weights and every other norm with standardized ones.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readCells } from './cells.mjs';
import { openChromium, openNode, openTorch, timePeak, timeSteps } from './peers.mjs';

const { values } = parseArgs({
  options: {
    batch: { type: 'string', default: '2,32,128' },
    norm: { type: 'string', default: 'batch,group' },
    weights: { type: 'string' },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '1000' },
    only: { type: 'string', default: 'chromium,node,torch' },
    quiet: { type: 'string', default: '0' },
    json: { type: 'string' },
  },
});
const list = (/** @type {string} */ text) => text.split(',');
const numbers = (/** @type {string} */ text) => list(text).map(Number);

/** Multiply-adds count twice. A training image on the reference CNN: 39.5 MFLOP forward, thrice that in all. */
const FLOP_PER_IMAGE = 118e6;

const median = (/** @type {number[]} */ all) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

/** Half the range between the quartiles, as a share of the median. */
function spread(/** @type {number[]} */ all) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return (at(0.75) - at(0.25)) / 2 / median(all);
}

/** The share of the cores' time that went into work over a fifth of a second. */
async function load() {
  const total = () =>
    cpus().reduce((sum, { times }) => sum + times.user + times.sys + times.nice + times.irq + times.idle, 0);
  const idle = () => cpus().reduce((sum, { times }) => sum + times.idle, 0);
  const [all, idled] = [total(), idle()];
  await new Promise((resolve) => setTimeout(resolve, 200));
  return 1 - (idle() - idled) / (total() - all);
}

/** Waits until the machine idles, at most so many seconds. */
async function quiet(/** @type {number} */ seconds) {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until && (await load()) > 0.1);
}

const open = { chromium: openChromium, node: openNode, torch: openTorch };
const peers = [];
for (const name of list(values.only)) {
  const peer = await open[/** @type {keyof typeof open} */ (name)]();
  if (peer) peers.push(peer);
  else console.log('PyTorch is not installed: left out');
}

const cells = readCells(values);
const most = Math.max(...numbers(values.threads));

for (const peer of peers) {
  if (peer.name === 'PyTorch') continue;
  const gflops = await timePeak(peer);
  console.log(`multiply-add peak in ${peer.name}: ${gflops.toFixed(1)} GFLOP/s a thread`);
}
console.log(`${cpus()[0]?.model ?? 'CPU'}, ${cpus().length} cores, ${values.rounds} rounds\n`);
console.log(
  'norm    weights       batch  where     threads   ms/step  spread  images/s  GFLOP/s  PyTorch / this',
);

const results = [];
for (const cell of cells) {
  const runs = peers.flatMap((peer) =>
    numbers(values.threads)
      .filter((threads) => peer.name !== 'PyTorch' || threads === most)
      .map((threads) => ({ peer, threads, ms: /** @type {number[]} */ ([]) })),
  );
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { peer, threads, ms } of runs) {
      await quiet(Number(values.quiet));
      ms.push(await timeSteps(peer, cell, threads, Number(values.ms)));
    }
  }
  const torch = runs.find(({ peer }) => peer.name === 'PyTorch');
  for (const { peer, threads, ms } of runs) {
    const msPerStep = median(ms);
    const ratios = torch ? torch.ms.map((other, i) => other / (ms[i] ?? Number.NaN)) : [];
    const speed = (cell.batch / msPerStep) * 1000;
    const row = [
      cell.norm.padEnd(7),
      cell.weights.padEnd(13),
      String(cell.batch).padStart(5),
      ` ${peer.name.padEnd(9)}`,
      String(threads).padStart(7),
      msPerStep.toFixed(2).padStart(9),
      `±${(spread(ms) * 100).toFixed(0)} %`.padStart(7),
      speed.toFixed(0).padStart(9),
      ((speed * FLOP_PER_IMAGE) / 1e9).toFixed(1).padStart(8),
      peer.name === 'PyTorch' || !torch ? '' : median(ratios).toFixed(2).padStart(10),
    ];
    console.log(row.join(' '));
    const engine = peer.name === 'PyTorch' ? 'pytorch' : 'wasm';
    const where = peer.name === 'PyTorch' ? 'native' : peer.name.toLowerCase();
    results.push({ engine, where, threads, network: 'reference-cnn', ...cell, msPerStep });
  }
}
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
for (const peer of peers) await peer.close();
