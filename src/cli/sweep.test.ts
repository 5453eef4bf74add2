/** `npm run sweep` as a terminal runs it, stopped and taken up again, and its processes; on images of one's own. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isWhole } from '../report/tensorBoard/events.ts';
import { readRunFile } from '../results/readRunFile.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { Redis, redisServer } from '../testing/redis.ts';
import { hashesIn, start, sweep, writeOwnImages } from '../testing/sweeps.ts';
import { checkpointIn } from './sweep/folder.ts';
import type { JobEnd } from './sweep/messages.ts';
import { Pool } from './sweep/pool.ts';

const SETTINGS = '--methods bn,gn --batch 5 --seeds 2 --network mlp --images 200 --epochs 30';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  data = await writeOwnImages(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe('npm run sweep', () => {
  it('stops at Ctrl-C, goes on without repeating what is done, and ends with table and verdict', async () => {
    const out = join(folder, 'sweep');
    const options = `${SETTINGS} --data ${data} --processes 1 --out ${out}`;
    const first = await sweep(options, '1 of 4 runs');
    expect(first.said).toContain('4 runs to train on 1 process of ');
    expect(first.said).toMatch(/stopped: [123] of 4 runs are done\. The same command goes on from there\./);
    expect(first.code).toBe(130);
    const runs = join(out, 'runs');
    const [done = ''] = await readdir(runs);
    const written = (await stat(join(runs, done))).mtimeMs;

    const board = join(out, 'tensorboard');
    const second = await sweep(`${options} --tensorboard ${board}`);
    expect(second.said).toMatch(/[123] of 4 runs are there already/);
    expect(second.said).toContain('Not enough seeds for a verdict: run 1 more of each.');
    expect(second.said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=2/);
    expect(second.code).toBe(0);
    expect(await readdir(runs)).toHaveLength(4);
    expect((await stat(join(runs, done))).mtimeMs).toBe(written);
    // A run that was cut short went on from there.
    expect(await readdir(join(out, 'checkpoints')).catch(() => [])).toEqual([]);

    // Of the runs that were there already too.
    const boards = await readdir(board, { recursive: true });
    const files = boards.filter((name) => name.includes('tfevents'));
    expect(files).toHaveLength(4);
    for (const file of files) expect(isWhole(await readFile(join(board, file)))).toBe(true);

    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, 'runs.parquet')) });
    expect(rows.map(({ method, outcome }) => `${method} ${outcome}`).sort()).toEqual(
      ['BN', 'BN', 'GN(32)', 'GN(32)'].map((method) => `${method} finished`),
    );
    expect((await readFile(join(out, 'runs.csv'), 'utf8')).split('\r\n')).toHaveLength(6);

    const { cells, format } = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
    expect(format).toBe('norm-playground/sweep/1');
    expect(cells.map((cell: { name: string; n: number }) => [cell.name, cell.n])).toEqual([
      ['BN', 2],
      ['GN(32)', 2],
    ]);
    const whole = readRunFile(JSON.parse(await readFile(join(out, 'runs.json'), 'utf8')));
    expect('results' in whole && whole.results.map(({ outcome }) => outcome.kind)).toEqual(
      Array.from({ length: 4 }, () => 'finished'),
    );
  }, 180_000);

  it('is a plan that workers finish, with the same weights, though one of them is killed', async () => {
    const out = join(folder, 'planned');
    const wrote = await sweep(`${SETTINGS} --data ${data} --plan ${out}`);
    expect(wrote.said).toMatch(/wrote .*plan\.json: npm run worker -- --out /);
    expect(await readdir(join(out, 'runs'))).toEqual([]);
    const killed = start('worker', `--out ${out} --processes 1 --shard 1/2`, onTestFinished);
    await killed.says('1 of 4 runs');
    killed.kill('SIGKILL');
    await killed.end;
    const workers = [0, 1].map((i) =>
      start('worker', `--out ${out} --processes 1 --shard ${i}/2`, onTestFinished),
    );
    for (const { end } of workers) {
      const { code, said } = await end;
      expect(said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=2/);
      expect(code).toBe(0);
    }
    expect(await hashesIn(out)).toEqual(await hashesIn(join(folder, 'sweep')));
    expect(await readdir(join(out, 'claims'))).toEqual([]);
  }, 180_000);

  it.skipIf(!redisServer())(
    'is trained by the workers of a queue, every run once and to the bit, though a worker and the store are killed',
    async () => {
      const redis = await Redis.start();
      onTestFinished(() => redis.end());
      const out = join(folder, 'queued');
      const planner = start(
        'sweep',
        `${SETTINGS} --data ${data} --queue ${redis.url} --out ${out}`,
        onTestFinished,
      );
      const work = `--data ${data} --queue ${redis.url} --processes 1 --threads 1`;
      const killed = start('worker', work, onTestFinished);
      await killed.says('seed 1, batch 5');
      killed.kill('SIGKILL');
      await killed.end;
      const worker = start('worker', work, onTestFinished);
      // One that cannot connect ends.
      await worker.says('waiting for runs');
      await planner.says('1 of 4 runs');
      await redis.killAndRestart();
      const told = await planner.end;
      expect(told.code, told.said).toBe(0);
      for (const name of ['BN', 'GN\\(32\\)'])
        expect(told.said).toMatch(new RegExp(`\n${name} +\\d+\\.\\d ± \\d+\\.\\d % n=2\n`));
      worker.kill('SIGINT');
      const worked = await worker.end;
      expect(worked.code, worked.said).toBe(0);

      expect(await hashesIn(out)).toEqual(await hashesIn(join(folder, 'sweep')));
      expect(await readdir(join(out, 'runs'))).toHaveLength(4);
    },
    180_000,
  );

  it('refuses what it cannot do by its name, with exit code 2', async () => {
    const { code, said } = await sweep('--batch 2,many --out x');
    expect(said).toBe("--batch: 'many' is not a number\n");
    expect(code).toBe(2);
  }, 60_000);

  it('refuses images for a plan that names none', async () => {
    const out = join(folder, 'synthetic');
    await sweep(`--data synthetic --images 100 --plan ${out}`);
    const { code, said } = await start('worker', `--out ${out} --data ${data}`, onTestFinished).end;
    expect(said).toBe(`--data: the plan in ${out} names no images of one's own, leave --data away\n`);
    expect(code).toBe(2);
  }, 60_000);
});

describe('a sweep’s processes', () => {
  const small = { ...DEFAULT_EXPERIMENT, network: 'mlp', data: 'synthetic', images: 100, batch: 50 } as const;

  async function measure(experiments: readonly Experiment[], execArgv: readonly string[]): Promise<JobEnd[]> {
    const ends: JobEnd[] = [];
    const pool = new Pool(folder, { engine: 'wasm', processes: 1, threads: 1 }, undefined, execArgv);
    const jobs = experiments.map((experiment) => ({ kind: 'measure', experiment }) as const).values();
    await pool.work(() => jobs.next().value, {
      begun: () => undefined,
      progress: () => undefined,
      ended: (_, end) => void ends.push(end),
    });
    pool.close();
    return ends;
  }

  it('fail a job alone, and do the next one', async () => {
    const broken: Experiment = { ...small, ...JSON.parse('{ "norm": "zebra" }') };
    const [failed, measured] = await measure([broken, small], ['--import', 'tsx']);
    expect(failed?.kind).toBe('failed');
    expect(measured?.kind === 'measured' && measured.measured.stepMs).toBeGreaterThan(0);
  }, 60_000);

  it('leave a checkpoint where they are stopped', async () => {
    const experiment = { ...small, epochs: 200 };
    const pool = new Pool(folder, { engine: 'wasm', processes: 1, threads: 1 }, undefined, [
      '--import',
      'tsx',
    ]);
    const jobs = [{ kind: 'run', experiment } as const].values();
    let steps = 0;
    await pool.work(() => jobs.next().value, {
      begun: () => undefined,
      progress: (_, { progress: { step } }) => {
        steps = step;
        if (step > 0) pool.stop();
      },
      ended: (_, end) => expect(end.kind === 'ran' && end.result.outcome.kind).toBe('stopped'),
    });
    pool.close();
    const standing = await checkpointIn(folder, experiment).read();
    expect(standing?.checkpoint.step).toBeGreaterThanOrEqual(steps);
    expect(standing?.seconds).toBeGreaterThan(0);
  }, 60_000);

  it('stop what they are given after they were told to stop', async () => {
    const pool = new Pool(folder, { engine: 'wasm', processes: 1, threads: 1 }, undefined, [
      '--import',
      'tsx',
    ]);
    pool.stop();
    const end = await pool.do({ kind: 'run', experiment: { ...small, epochs: 2 } }, () => undefined);
    pool.close();
    expect(end.kind === 'ran' && end.result.outcome.kind).toBe('stopped');
  }, 60_000);

  it('fail a job by crashing, and say so', async () => {
    expect(await measure([small], ['--import', 'data:text/javascript,process.exit(3)'])).toEqual([
      { kind: 'failed', message: 'its process ended (exit code 3)', died: true },
    ]);
  }, 60_000);
});
