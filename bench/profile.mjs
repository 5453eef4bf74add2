/**
 * Where the time of a training step goes, by kernel and layer: `node --import tsx bench/profile.mjs --network resnet-8 --batch 128 --norm batch
 * --weights plain --threads 1 --where chromium`. Each instruction is run by itself, so it finds its data in the caches
 * it left them in: a step as a whole is slower where they are larger than the caches.
 */
import { parseArgs } from 'node:util';
import { multiplyAdds } from '../src/network/layers.ts';
import { networkOf, readCells } from './cells.mjs';
import { openChromium, openNode, timeInstructions } from './peers.mjs';

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'reference-cnn' },
    batch: { type: 'string', default: '32' },
    norm: { type: 'string', default: 'batch' },
    weights: { type: 'string', default: 'plain' },
    threads: { type: 'string', default: '1' },
    where: { type: 'string', default: 'chromium' },
    rounds: { type: 'string', default: '10' },
  },
});
const batch = Number(values.batch);

/** Forward, input gradient and filter gradient alike. Winograd's multiply less, so their rate may be above the peak. */
const KERNELS = [
  'convolve',
  'convolveWinograd',
  'filterGradient',
  'dense',
  'denseInputGradient',
  'denseUpdate',
];

const peer = values.where === 'node' ? openNode() : await openChromium();
const [cell] = readCells(values);
if (!cell) throw new Error('nothing to profile');
const mflop = new Map(networkOf(cell).layers.map((layer) => [layer.name, (2 * multiplyAdds(layer)) / 1e6]));
const threads = Number(values.threads);
const timings = await timeInstructions(peer, cell, threads, Number(values.rounds));
const total = timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
const shown = timings.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 30);
console.log(
  `${cell.network}, ${values.norm}, ${values.weights}, batch ${batch}, ${threads} thread(s), ${peer.name}: ${total.toFixed(2)} ms`,
);
for (const { layer, name, milliseconds } of shown) {
  const flop = KERNELS.includes(name) ? mflop.get(layer) : undefined;
  const rate = flop ? `${((flop * batch) / milliseconds).toFixed(1).padStart(6)} GFLOP/s` : '';
  const share = `${((100 * milliseconds) / total).toFixed(1)} %`;
  console.log(
    `${layer.padEnd(10)} ${name.padEnd(22)} ${milliseconds.toFixed(3).padStart(9)} ms ${share.padStart(7)} ${rate}`,
  );
}
await peer.close();
