/**
 * `npm run bench:norms`: what each norm costs. Steps of the reference CNN on the CPU engine in Node, all norms taking turns
 * within a round; of each the best round, and its ratio to batch norm's best, for what else a machine does only adds.
 *
 *   --network reference-cnn --batch 2,32,128 --threads 1 --rounds 7 --ms 100
 */
import { parseArgs } from 'node:util';
import { NORMS } from '../src/spec/experiment.ts';
import { networkText } from '../src/spec/networks/networks.ts';
import { openNode, timeSteps } from './peers.mjs';

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'reference-cnn' },
    batch: { type: 'string', default: '2,32,128' },
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '7' },
    ms: { type: 'string', default: '100' },
  },
});

/** @typedef {Omit<import('./measure.ts').Cell, 'network' | 'layers' | 'batch'>} Method */
/** The first is what the others are measured by. @type {Method[]} */
const METHODS = [
  { norm: 'batch', weights: 'plain' },
  ...NORMS.filter((norm) => norm !== 'batch').map(
    (norm) => /** @type {Method} */ ({ norm, weights: 'plain' }),
  ),
  { norm: 'batch', weights: 'plain', stats: 'estimated' },
  { norm: 'batch-channel', weights: 'plain', stats: 'estimated' },
  { norm: 'group', weights: 'standardized' },
  { norm: 'group', weights: 'scaled' },
  { norm: 'none', weights: 'scaled' },
];

const { network, threads, ms } = values;
const batches = values.batch.split(',').map(Number);
const peer = openNode();
console.log(`${network}, ${threads} thread(s), ${values.rounds} rounds: ms a step, and of batch norm's`);
console.log(`${''.padEnd(43)}${batches.map((batch) => `batch ${batch}`.padStart(18)).join('')}`);
/** By batch and method. */
const best = batches.map(() => METHODS.map(() => Number.POSITIVE_INFINITY));
for (let round = 0; round < Number(values.rounds); round++)
  for (const [b, batch] of batches.entries())
    for (const [m, method] of METHODS.entries()) {
      const cell = { network, layers: networkText(network), batch, ...method };
      const time = await timeSteps(peer, cell, Number(threads), Number(ms));
      const times = best[b] ?? [];
      times[m] = Math.min(times[m] ?? time, time);
    }
for (const [m, { norm, weights, stats = '' }] of METHODS.entries()) {
  const columns = best.map(([first = Number.NaN, ...others]) => {
    const own = [first, ...others][m] ?? Number.NaN;
    return `${own.toFixed(2).padStart(11)}${(own / first).toFixed(2).padStart(7)}`;
  });
  console.log([norm.padEnd(20), weights.padEnd(13), stats.padEnd(10)].join('') + columns.join(''));
}
await peer.close();
