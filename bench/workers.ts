/**
 * `npm run bench:workers`: what workers of a sweep are worth. The same runs by one worker and by two on a folder, and by
 * one of a queue, in turns; from the first run's beginning to the last one's end. Of one worker what is not its runs'
 * own time is the overhead. Needs redis-server for the queue.
 *
 *   --runs 8 --rounds 3 --images 4000 --epochs 3
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunFile } from '../src/results/runFile.ts';
import { Redis, redisServer } from '../src/testing/redis.ts';
import { type Command, start, sweep } from '../src/testing/sweeps.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    images: { type: 'string', default: '4000' },
    epochs: { type: 'string', default: '3' },
  },
});
const SETTINGS = `--methods gn --batch 32 --network small-cnn --data synthetic --seed ${Array.from({ length: Number(values.runs) }, (_, i) => i + 1).join()} --images ${values.images} --epochs ${values.epochs}`;
const ALONE = '--processes 1 --threads 1';

const folder = await mkdtemp(join(tmpdir(), 'norm-playground-bench-'));

interface Times {
  /** From the first run's beginning to the last one's end. */
  readonly seconds: number;
  /** The runs' own, in all. */
  readonly ofRuns: number;
}

async function timesOf(out: string): Promise<Times> {
  const names = await readdir(join(out, 'runs'));
  const runs = await Promise.all(
    names.map(async (name) => {
      const file = join(out, 'runs', name);
      const { seconds }: RunFile = JSON.parse(await readFile(file, 'utf8'));
      const end = (await stat(file)).mtimeMs / 1000;
      return { seconds: seconds ?? 0, begin: end - (seconds ?? 0), end };
    }),
  );
  return {
    seconds: Math.max(...runs.map(({ end }) => end)) - Math.min(...runs.map(({ begin }) => begin)),
    ofRuns: runs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

async function byFolder(workers: number, out: string): Promise<Times> {
  await sweep(`${SETTINGS} --plan ${out}`);
  const begun = Array.from({ length: workers }, () => start('worker', `--out ${out} ${ALONE}`));
  await Promise.all(begun.map(({ end }) => end));
  return timesOf(out);
}

async function byQueue(out: string): Promise<Times> {
  const redis = await Redis.start();
  const worker: Command = start('worker', `--queue ${redis.url} ${ALONE}`);
  await worker.says('waiting for runs');
  await sweep(`${SETTINGS} --queue ${redis.url} --out ${out}`);
  worker.kill('SIGINT');
  await worker.end;
  await redis.end();
  return timesOf(out);
}

const overhead = ({ seconds, ofRuns }: Times): string =>
  `${seconds.toFixed(1)} s, of it ${(100 * (1 - ofRuns / seconds)).toFixed(2)} % between runs`;

for (let round = 1; round <= Number(values.rounds); round++) {
  const one = await byFolder(1, join(folder, `one-${round}`));
  const two = await byFolder(2, join(folder, `two-${round}`));
  console.log(
    `round ${round}, folder: one worker ${overhead(one)}; two ${two.seconds.toFixed(1)} s, ${(one.seconds / two.seconds).toFixed(2)} times as fast`,
  );
  if (!redisServer()) continue;
  console.log(`round ${round}, queue: one worker ${overhead(await byQueue(join(folder, `queue-${round}`)))}`);
}
await rm(folder, { recursive: true });
