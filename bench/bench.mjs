/**
 * `npm run bench`: milliseconds a step of the CPU engine in Chromium and in Node, beside PyTorch and JAX on the same cores,
 * taking turns so that what else the machine does hits all alike. PyTorch goes the way that is fastest for each row.
 *
 *   --network reference-cnn,resnet-8,mlp --batch 1,2,8,32,128,512 --norm batch,group --weights plain,standardized --rounds 5 --ms 1000 --only chromium,node,torch,jax,webgl
 *   --threads 1,2 --quiet SECONDS --json FILE
 *
 * WebGL is TensorFlow.js in the same Chromium. Where a software GPU makes it slow it is timed once a cell, and left out
 * where a step would take longer than half a minute.
 *
 * --quiet: before each measurement wait, at most so long, until the rest of the machine is idle.
 *
 * By default batch norm goes with plain weights and every other norm with standardized ones.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { INPUT, multiplyAdds } from '../src/network/layers.ts';
import { networkOf, readCells } from './cells.mjs';
import {
  openChromium,
  openJax,
  openNode,
  openTorch,
  timePeak,
  timeSteps,
  timeWebgl,
  ways,
} from './peers.mjs';

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'reference-cnn,resnet-8,mlp' },
    batch: { type: 'string', default: '1,2,8,32,128,512' },
    norm: { type: 'string', default: 'batch,group' },
    weights: { type: 'string' },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '1000' },
    only: { type: 'string', default: 'chromium,node,torch,jax' },
    quiet: { type: 'string', default: '0' },
    json: { type: 'string' },
  },
});
const list = (/** @type {string} */ text) => text.split(',');
const numbers = (/** @type {string} */ text) => list(text).map(Number);

/**
 * Of training on one image: multiply-adds count twice, forward and for both gradients, of which the first layer has one.
 * @param {import('./measure.ts').Cell} cell
 */
const flopOf = (cell) =>
  networkOf(cell).layers.reduce(
    (sum, layer) => sum + multiplyAdds(layer) * (layer.reads[0] === INPUT ? 4 : 6),
    0,
  );

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

const open = { chromium: openChromium, node: openNode, torch: openTorch, jax: openJax };
/** What we are held against. */
const OTHERS = ['PyTorch', 'JAX'];
const most = Math.max(...numbers(values.threads));
const only = list(values.only);
if (only.includes('webgl') && !only.includes('chromium'))
  throw new Error('--only: webgl is timed in chromium, name that, too');
const peers = [];
for (const name of only) {
  if (name === 'webgl') continue;
  if (name === 'jax' && most !== availableParallelism()) {
    console.log(`JAX takes all ${availableParallelism()} cores and not ${most}: left out`);
    continue;
  }
  const peer = await open[/** @type {keyof typeof open} */ (name)]();
  if (peer) peers.push(peer);
  else console.log(`${name} cannot be had: left out`);
}

const cells = readCells(values);
const browser = only.includes('webgl') ? peers.find(({ name }) => name === 'Chromium') : undefined;
/** Milliseconds above which WebGL is not timed again, and above which it is not tried. */
const SLOW_MS = 2000;
const HOPELESS_MS = 30_000;
let webglPerImage = 0;

/** GFLOP/s a thread, the best of all places: they are the same instructions. */
let peak = 0;
for (const peer of peers) {
  if (OTHERS.includes(peer.name)) continue;
  const gflops = await timePeak(peer);
  peak = Math.max(peak, gflops);
  console.log(`multiply-add peak in ${peer.name}: ${gflops.toFixed(1)} GFLOP/s a thread`);
}
console.log(`${cpus()[0]?.model ?? 'CPU'}, ${cpus().length} cores, ${values.rounds} rounds\n`);
console.log(
  'network       norm    weights       batch  where     threads   ms/step  spread  images/s  GFLOP/s  of peak  best of them / this',
);

const results = [];
for (const cell of cells) {
  const { batch } = cell;
  const runs = peers.flatMap((peer) =>
    numbers(values.threads)
      .filter((threads) => !OTHERS.includes(peer.name) || threads === most)
      .map((threads) => {
        const time = () => timeSteps(peer, cell, threads, Number(values.ms));
        const lower = peer.name.toLowerCase();
        const [engine, where] = OTHERS.includes(peer.name) ? [lower, 'native'] : ['wasm', lower];
        return { name: peer.name, engine, where, threads, time, ms: /** @type {number[]} */ ([]) };
      }),
  );
  if (browser && webglPerImage * batch < HOPELESS_MS) {
    const time = () => timeWebgl(browser, cell, Number(values.ms));
    runs.push({ name: 'WebGL', engine: 'tfjs-webgl', where: 'chromium', threads: 0, time, ms: [] });
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { name, time, ms } of runs) {
      if ((name === 'WebGL' && (ms[0] ?? 0) > SLOW_MS) || Number.isNaN(ms[0])) continue;
      await quiet(Number(values.quiet));
      ms.push(await time());
      if (name === 'WebGL') webglPerImage = (ms[0] ?? 0) / batch;
    }
  }
  const [best] = runs
    .filter(({ name, ms }) => OTHERS.includes(name) && !Number.isNaN(ms[0]))
    .sort((a, b) => median(a.ms) - median(b.ms));
  for (const { name, engine, where, threads, ms } of runs) {
    const msPerStep = median(ms);
    const ratios = best ? ms.map((own, i) => (best.ms[i] ?? Number.NaN) / own) : [];
    const speed = (batch / msPerStep) * 1000;
    const gflops = (speed * flopOf(cell)) / 1e9;
    const share =
      OTHERS.includes(name) || name === 'WebGL' ? '' : `${((100 * gflops) / (peak * threads)).toFixed(0)} %`;
    if (Number.isNaN(msPerStep)) {
      console.log(`${cell.network}, ${cell.norm}, batch ${batch}: ${name} cannot: ${ways.get(name)}`);
      continue;
    }
    const row = [
      cell.network.padEnd(13),
      cell.norm.padEnd(7),
      cell.weights.padEnd(13),
      String(batch).padStart(5),
      ` ${name.padEnd(9)}`,
      (threads > 0 ? String(threads) : '').padStart(7),
      msPerStep.toFixed(2).padStart(9),
      `±${(spread(ms) * 100).toFixed(0)} %`.padStart(7),
      speed.toFixed(0).padStart(9),
      gflops.toFixed(1).padStart(8),
      share.padStart(8),
      OTHERS.includes(name) || !best ? (ways.get(name) ?? '') : median(ratios).toFixed(2).padStart(10),
    ];
    console.log(row.join(' '));
    results.push({ engine, where, threads, ...cell, msPerStep });
  }
}
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
for (const peer of peers) await peer.close();
