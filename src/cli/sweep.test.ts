/** `npm run sweep` as a terminal runs it, stopped and taken up again, and its processes; on images of one's own. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunFile } from '../results/readRunFile.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { checkpointIn } from './sweep/folder.ts';
import type { JobEnd } from './sweep/messages.ts';
import { Pool } from './sweep/pool.ts';
import type { CellSummary } from './sweep/summary.ts';

const SCRIPT = fileURLToPath(new URL('./sweep.ts', import.meta.url));
const SETTINGS = '--methods bn,gn --batch 5 --seeds 2 --network mlp --images 200 --epochs 40';

/** A table of 300 small images in ten classes: drawing synthetic ones takes seconds a process and seed. */
const OWN = [
  ['label', ...Array.from({ length: 64 }, (_, pixel) => `pixel${pixel}`)],
  ...Array.from({ length: 300 }, (_, row) => [
    row % 10,
    ...Array.from({ length: 64 }, (_, pixel) => (pixel % 10 === row % 10 ? 200 : 0) + ((row * pixel) % 50)),
  ]),
];

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  data = join(folder, 'own.csv');
  await writeFile(data, OWN.map((row) => row.join(',')).join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

/** @param interruptAt text in the output at which Ctrl-C is pressed, which a terminal sends to all processes */
function sweep(options: string, interruptAt?: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const args = ['--import', 'tsx', SCRIPT, ...options.split(' ')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let said = '';
    let interrupted = false;
    const hear = (text: Buffer) => {
      said += text;
      if (interruptAt === undefined || interrupted || !said.includes(interruptAt)) return;
      interrupted = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => resolve({ code, said }));
  });
}

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

    const second = await sweep(options);
    expect(second.said).toMatch(/[123] of 4 runs are there already/);
    expect(second.said).toContain('Not enough seeds for a verdict: run 1 more of each.');
    expect(second.said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=2/);
    expect(second.code).toBe(0);
    expect(await readdir(runs)).toHaveLength(4);
    expect((await stat(join(runs, done))).mtimeMs).toBe(written);
    // A run that was cut short went on from there.
    expect(await readdir(join(out, 'checkpoints')).catch(() => [])).toEqual([]);

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

  it('shares its runs with another sweep into the same folder', async () => {
    const out = join(folder, 'shared');
    const options = `--methods bn,gn --batch 5 --seeds 3 --network mlp --images 200 --epochs 4 --data ${data} --processes 1 --out ${out}`;
    const both = await Promise.all([sweep(options), sweep(options)]);
    for (const { code, said } of both) {
      expect(said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=3/);
      expect(code).toBe(0);
    }
    const trained = both.map(({ said }) => said.match(/seed \d: (raw )?test accuracy/g)?.length ?? 0);
    expect(trained.reduce((a, b) => a + b)).toBe(6);
    expect(await readdir(join(out, 'claims'))).toEqual([]);
  }, 120_000);

  it('ends with its table and exit code 1 where files cannot be written', async () => {
    const out = join(folder, 'full');
    const options = `--methods bn,gn --batch 50 --network mlp --images 100 --epochs 1 --data ${data} --processes 2 --threads 1 --out ${out}`;
    // A folder in a file's place, as nothing stops root from writing.
    await mkdir(join(out, 'runs.json'), { recursive: true });
    const told = await sweep(options);
    expect(told.said).toMatch(
      /\nruns\.json could not be written: .*\nMake room in .*: the same command goes on/,
    );
    expect(told.said).toContain('n=1');
    expect(told.code).toBe(1);
    const names = await readdir(join(out, 'runs'));
    for (const name of names) {
      await rm(join(out, 'runs', name));
      await mkdir(join(out, 'runs', name));
    }
    const stopped = await sweep(options);
    expect(stopped.said).toMatch(/the result of (BN|GN\(32\)), batch 50, seed 1 could not be written: /);
    expect(stopped.said).toContain('n=1');
    expect(stopped.code).toBe(1);
  }, 120_000);

  it('searches each cell’s learning rate, and draws accuracy against batch size', async () => {
    const out = join(folder, 'sizes');
    const options = `--methods bn,gn --rates 0.001,0.01 --seeds 2 --data ${data} --network mlp --images 100 --epochs 1`;
    const { code, said } = await sweep(`${options} --batch 10,50 --processes 1 --out ${out}`);
    expect(code).toBe(0);
    expect(said).toContain(
      'Each at the learning rate that did best on the validation images, of 0.001 and 0.01',
    );
    expect(said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=2 at 0\.0/);
    const { cells } = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
    for (const { n, experiment, rates } of cells as CellSummary[]) {
      expect(n).toBe(2);
      const best = rates?.toSorted((a, b) => (b.accuracy ?? 0) - (a.accuracy ?? 0))[0];
      expect(best).toMatchObject({ rate: experiment.lr, accuracy: expect.any(Number) });
    }
    expect(await readdir(join(out, 'runs'))).toHaveLength(12);
    const svg = await readFile(join(out, 'accuracy-by-batch-size.svg'), 'utf8');
    for (const text of ['>BN<', '>GN(32)<', '>10<', '>50<', 'batch size (log scale)', 'test accuracy, %'])
      expect(svg).toContain(text);
    expect(svg).toMatch(/<title>Test accuracy by batch size\. BN: .* at batch 10, .* at batch 50\./);
  }, 120_000);

  it('refuses what it cannot do by its name, with exit code 2', async () => {
    const { code, said } = await sweep('--batch 2,many --out x');
    expect(said).toBe("--batch: 'many' is not a number\n");
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

  it('fail a job by crashing, and say so', async () => {
    expect(await measure([small], ['--import', 'data:text/javascript,process.exit(3)'])).toEqual([
      { kind: 'failed', message: 'its process ended (exit code 3)' },
    ]);
  }, 60_000);
});
