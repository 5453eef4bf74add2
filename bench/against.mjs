/**
 * `npm run bench:against -- COMMIT`: the CPU engine's steps in Node beside those of an older commit, in turns, so that what
 * else the machine does hits both alike. The ratio is the median over the rounds' pairs: above 1, this checkout is faster.
 *
 *   --network reference-cnn --batch 2,32 --norm batch,group --weights plain,standardized --threads 2 --rounds 9 --ms 1000
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCells } from './cells.mjs';
import { openNode, timeSteps } from './peers.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    network: { type: 'string', default: 'reference-cnn' },
    batch: { type: 'string', default: '2,32' },
    norm: { type: 'string', default: 'batch,group' },
    weights: { type: 'string' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '9' },
    ms: { type: 'string', default: '1000' },
  },
});
const [named] = positionals;
if (named === undefined) throw new Error('which commit? npm run bench:against -- COMMIT');

const root = fileURLToPath(new URL('..', import.meta.url));
// A branch's name is another commit's another day.
const found = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${named}^{commit}`], { cwd: root });
if (found.status !== 0) throw new Error(`${named} is no commit of this repository`);
const commit = String(found.stdout).trim();
const folder = `${root}.cache/against-${commit}`;
if (!existsSync(folder)) {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const files = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 2 ** 30 });
  mkdirSync(unfinished, { recursive: true });
  execFileSync('tar', ['-x', '-C', unfinished], { input: files });
  symlinkSync(`${root}node_modules`, `${unfinished}/node_modules`);
  renameSync(unfinished, folder);
}
execFileSync(process.execPath, ['assembly/build.mjs'], { cwd: folder, stdio: 'inherit' });

const median = (/** @type {number[]} */ all) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
const [now, before] = [openNode(), openNode(folder)];
console.log(`norm    weights       batch   ${named.padEnd(8)}  this checkout   ratio (quartiles)`);
for (const cell of readCells(values)) {
  const time = (/** @type {typeof now} */ peer) =>
    timeSteps(peer, cell, Number(values.threads), Number(values.ms));
  /** @type {[before: number, now: number][]} */
  const pairs = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    // Each goes first every other time.
    if (round % 2 === 0) pairs.push([await time(before), await time(now)]);
    else pairs.push(/** @type {[number, number]} */ ([await time(now), await time(before)].reverse()));
  }
  const ratios = pairs.map(([old, own]) => old / own).sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    (ratios[Math.round(share * (ratios.length - 1))] ?? 0).toFixed(3);
  console.log(
    [
      cell.norm.padEnd(7),
      cell.weights.padEnd(13),
      String(cell.batch).padStart(5),
      `${median(pairs.map(([old]) => old)).toFixed(2)} ms`.padStart(10),
      `${median(pairs.map(([, own]) => own)).toFixed(2)} ms`.padStart(15),
      `${at(0.5)} (${at(0.25)} … ${at(0.75)})`.padStart(24),
    ].join(' '),
  );
}
await Promise.all([now.close(), before.close()]);
