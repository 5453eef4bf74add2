/**
 * `npm run bench:scaling -- --threads 2,4,8,16`: how far the CPU engine's steps would scale on cores of their own. Each
 * thread's share of every instruction is timed by itself, one after the other on one core. Between two waits the longest
 * of the threads' sums counts, and each wait costs --barrier microseconds and as many nanoseconds a thread as --arrival
 * says. Left out: what threads take from each other, above all of the memory's bandwidth.
 *
 *   --network reference-cnn --batch 2,32,128 --norm batch --weights plain --rounds 20
 */
import { parseArgs } from 'node:util';
import { readCells } from './cells.mjs';
import { openNode } from './peers.mjs';

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'reference-cnn,resnet-8' },
    batch: { type: 'string', default: '2,32,128' },
    norm: { type: 'string', default: 'batch' },
    weights: { type: 'string' },
    threads: { type: 'string', default: '2,4,8,16' },
    rounds: { type: 'string', default: '20' },
    barrier: { type: 'string', default: '1' },
    arrival: { type: 'string', default: '100' },
  },
});
const counts = [
  1,
  ...values.threads
    .split(',')
    .map(Number)
    .filter((count) => count > 1),
];
const barrierMs = (/** @type {number} */ threads) =>
  threads === 1 ? 0 : Number(values.barrier) / 1e3 + (threads * Number(values.arrival)) / 1e6;

const peer = openNode();
for (const cell of readCells(values)) {
  const answer = await peer.ask({ kind: 'shares', cell, counts, rounds: Number(values.rounds) });
  if (answer.kind !== 'shares') throw new Error(`${peer.name} answered ${answer.kind}`);
  const { shares } = answer;
  const sections = sectionsOf(shares);
  const waits = shares.filter(({ wait }) => wait).length;
  console.log(`\n${cell.network}, ${cell.norm}, ${cell.weights}, batch ${cell.batch}: ${waits} waits a step`);
  console.log('threads   longest shares   waits     step   times faster   of them used');
  /** Of one thread. */
  const alone = sections.reduce((sum, section) => sum + longestOf(section, 0, 1), 0);
  counts.forEach((count, at) => {
    const longest = sections.reduce((sum, section) => sum + longestOf(section, at, count), 0);
    const step = longest + waits * barrierMs(count);
    const faster = alone / step;
    console.log(
      [
        String(count).padStart(7),
        `${longest.toFixed(3)} ms`.padStart(16),
        (waits * barrierMs(count)).toFixed(3).padStart(7),
        `${step.toFixed(3)}`.padStart(8),
        faster.toFixed(1).padStart(14),
        `${((100 * faster) / count).toFixed(0)} %`.padStart(14),
      ].join(' '),
    );
  });
  console.log('what scales least, by what its longest share of the most threads is above an even one:');
  const last = counts.length - 1;
  const most = counts[last] ?? 1;
  const excess = shares.map(({ layer, name, milliseconds }) => {
    const longest = Math.max(...(milliseconds[last] ?? []));
    const whole = milliseconds[0]?.reduce((sum, ms) => sum + ms, 0) ?? 0;
    return { what: `${layer} ${name}`, ms: longest - whole / most };
  });
  for (const { what, ms } of excess.toSorted((a, b) => b.ms - a.ms).slice(0, 4))
    console.log(`  ${what.padEnd(28)} ${(1000 * ms).toFixed(0)} µs`);
}
await peer.close();

/** @param {readonly import('../src/engine/wasm/profile.ts').Shares[]} shares the instructions between two waits */
function sectionsOf(shares) {
  /** @type {(import('../src/engine/wasm/profile.ts').Shares[])[]} */
  const sections = [[]];
  for (const each of shares) {
    sections.at(-1)?.push(each);
    if (each.wait) sections.push([]);
  }
  return sections;
}

/**
 * @param {readonly import('../src/engine/wasm/profile.ts').Shares[]} section
 * @param {number} at which number of threads
 * @param {number} count the number
 */
function longestOf(section, at, count) {
  const sums = Array.from({ length: count }, (_, thread) =>
    section.reduce((sum, { milliseconds }) => sum + (milliseconds[at]?.[thread] ?? 0), 0),
  );
  return Math.max(0, ...sums);
}
