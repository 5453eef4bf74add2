import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../options.ts';
import { SweepFolder } from './folder.ts';
import { fileName, runKey } from './names.ts';
import { readPlan, runsOf } from './plan.ts';
import { includes, type Planned, printPlan, readPlanFile } from './planFile.ts';

const PROGRAM = '0.1.0, kernels 01234567';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'norm-playground-'));
});
afterEach(() => rm(path, { recursive: true }));

const planned = (options: string, more: Partial<Planned> = {}): Planned => {
  const words = options.split(' ');
  const pairs = new Map(
    words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? ''] as const] : [])),
  );
  return { plan: readPlan(pairs), compact: false, ...more };
};

const TABLE = 'methods bn,gn+ws batch 2,64 seeds 3 network mlp';

describe('a plan as a file', () => {
  it('names every run with its key, and reads back to the same runs in the same order', async () => {
    const asked = planned(TABLE, { compact: true });
    const text = printPlan(asked, PROGRAM);
    const { runs } = JSON.parse(text);
    expect(runs).toHaveLength(12);
    const [first] = runsOf(asked.plan);
    if (!first) throw new Error('there is a run');
    expect(runs[0]).toEqual({
      key: runKey(first),
      file: `runs/${fileName(first)}.json`,
      experiment: first,
    });
    const read = await readPlanFile(text, 'plan.json', PROGRAM);
    expect(runsOf(read.plan)).toEqual(runsOf(asked.plan));
    expect(read).toMatchObject({ compact: true, ownData: undefined });
    expect(printPlan(read, PROGRAM)).toBe(text);
  });

  it('keeps an order of its own', async () => {
    const asked = planned(TABLE);
    const order = runsOf(asked.plan)
      .map((run) => runKey(run))
      .reverse();
    const text = printPlan({ ...asked, plan: { ...asked.plan, order } }, PROGRAM);
    const { plan } = await readPlanFile(text, 'plan.json', PROGRAM);
    expect(runsOf(plan).map((run) => runKey(run))).toEqual(order);
  });

  it('is refused in words where it is none, or another version’s', async () => {
    const text = printPlan(planned(TABLE), PROGRAM);
    const problem = (broken: string, program = PROGRAM) =>
      readPlanFile(broken, 'D/plan.json', program).then(
        () => 'read',
        (error: Error) => error.message,
      );
    expect(await problem(text.slice(0, 99))).toMatch(/^--out: D\/plan\.json is not a plan: /);
    expect(await problem('{}')).toBe('--out: D/plan.json is not a plan: format is not as expected');
    expect(await problem(text.replace('"batch": 2,', '"batch": -2,'))).toMatch(/: batch: -2 is below 1$/);
    expect(await problem(text, '0.2.0, kernels 89abcdef')).toBe(
      '--out: D/plan.json is a plan of another version (0.1.0, kernels 01234567; this is 0.2.0, kernels 89abcdef), whose numbers may differ in the last bits: finish it with that version, or take another folder',
    );
  });
});

describe('a folder’s plan', () => {
  it('is that of the first who plans, of many at once', async () => {
    const folder = await SweepFolder.open(path);
    await Promise.all(Array.from({ length: 6 }, () => folder.plan(planned(TABLE))));
    expect(runsOf((await folder.planned())?.plan ?? planned(TABLE).plan)).toHaveLength(12);
    expect((await readdir(path)).sort()).toEqual(['plan.json', 'runs']);
  });

  it('grows, and stays where part of it is asked for', async () => {
    const folder = await SweepFolder.open(path);
    expect(await folder.planned()).toBeUndefined();
    await folder.plan(planned(TABLE));
    await folder.plan(planned(TABLE.replace('seeds 3', 'seeds 5')));
    await folder.plan(planned(TABLE.replace('batch 2,64', 'batch 64')));
    expect(runsOf((await folder.planned())?.plan ?? planned(TABLE).plan)).toHaveLength(20);
  });

  it('is not mixed with another one', async () => {
    const folder = await SweepFolder.open(path);
    await folder.plan(planned(TABLE));
    const before = await readFile(join(path, 'plan.json'), 'utf8');
    const other = folder.plan(planned('methods ln batch 2 network mlp'));
    await expect(other).rejects.toThrow(UsageError);
    await expect(other).rejects.toThrow('has the plan of another sweep, BN, GN(32)+WS: take another folder');
    expect(await readFile(join(path, 'plan.json'), 'utf8')).toBe(before);
    await writeFile(join(path, 'plan.json'), '');
    await expect(folder.planned()).rejects.toThrow('is not a plan');
  });

  it('asks for other runs where learning rates are searched', () => {
    const [fixed, searched, fewer] = [TABLE, `${TABLE} rates 0.01,0.1`, `${TABLE} rates 0.01,0.2`].map(
      (options) => planned(options).plan,
    );
    if (!fixed || !searched || !fewer) throw new Error('there are plans');
    expect(includes(searched, searched)).toBe(true);
    expect(includes(searched, fixed)).toBe(false);
    expect(includes(searched, fewer)).toBe(false);
  });
});
