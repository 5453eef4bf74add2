/** What the real TensorBoard serves of our files: start `python -m tensorboard.main` on them and ask as its page does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pythonWith } from '../../../scripts/python.ts';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters, parameterSpecs } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { divergedRun, madeUpRun } from '../../testing/madeUpRuns.ts';
import { eventFile, histogram } from './events.ts';

const python = pythonWith('tensorboard');
const ENDED = 1_800_000_000;

const GN = madeUpRun({ batch: 8, images: 500, epochs: 2, network: 'mlp', engine: 'wasm' }, 0.8);
const BN = madeUpRun({ ...GN.experiment, norm: 'batch', eps: 0.01 }, 0.3, {
  outcome: {
    kind: 'finished',
    test: { loss: 2, acc: 0.3 },
    recalibrated: { test: { loss: 1, acc: 0.6 }, images: 500 },
  },
});
const RUNS = { gn: GN, bn: BN, diverged: divergedRun({ ...GN.experiment, norm: 'none', lr: 10 }) };
type Name = keyof typeof RUNS;
const network = buildNetwork(GN.experiment, FASHION_MNIST);
const parameters = initialParameters(network);

let folder = '';
let server: ChildProcess | undefined;
let address = '';

async function ask<T>(path: string, body?: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  const post = body && { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`${address}data/plugin/${path}`, post);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

async function start(executable: string): Promise<void> {
  const args = ['-m', 'tensorboard.main', '--logdir', folder, '--port', '0'];
  server = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text;
      address = /TensorBoard \S+ at (http\S+)/.exec(said)?.[1] ?? '';
      if (address !== '') resolve();
    };
    server?.stdout?.on('data', hear);
    server?.stderr?.on('data', hear);
    server?.on('close', () => reject(new Error(said)));
  });
}

describe.skipIf(!python)('TensorBoard', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tensorboard-'));
    for (const [name, run] of Object.entries(RUNS)) {
      const weights = name === 'gn' ? { network, parameters, step: 126 } : undefined;
      const [file, content] = eventFile(run, ENDED, weights);
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, file), content);
    }
    await start(python as string);
    const loaded = async () => Object.keys(await ask('scalars/tags'));
    await vi.waitFor(async () => expect(await loaded()).toHaveLength(3), { timeout: 30_000, interval: 500 });
  }, 60_000);
  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true });
  });

  /** Wall time, step and value. */
  const scalars = (run: Name, tag: string) =>
    ask<[time: number, step: number, value: number][]>(`scalars/scalars?run=${run}&tag=${tag}`);

  it('has the scalars of each run, timed by its training', async () => {
    const tags = await ask<Record<Name, object>>('scalars/tags');
    const common = ['acc', 'loss', 'test_acc', 'test_loss', 'val_acc', 'val_loss'];
    expect(Object.keys(tags.gn).sort()).toEqual(common);
    expect(Object.keys(tags.bn).sort()).toEqual([...common, 'recalibrated_acc', 'recalibrated_loss'].sort());
    expect(Object.keys(tags.diverged).sort()).toEqual(['acc', 'loss']);
    for (const key of ['loss', 'acc'] as const) {
      const read = await scalars('gn', key);
      expect(read.map(([, step, value]) => [step, value])).toEqual(
        GN.points.map((point) => [point.step, Math.fround(point[key])]),
      );
      const [first, last] = [read.at(0)?.[0] ?? 0, read.at(-1)?.[0] ?? 0];
      expect(last).toBeCloseTo(ENDED, 3);
      expect(last - first).toBeCloseTo(((GN.points.at(-1)?.ms ?? 0) - (GN.points[0]?.ms ?? 0)) / 1000, 3);
    }
    for (const key of ['val_loss', 'val_acc'] as const)
      expect((await scalars('gn', key)).map(([, step, value]) => [step, value])).toEqual(
        GN.history.map((result) => [Math.ceil(result.images / 8), Math.fround(result[key])]),
      );
    expect((await scalars('bn', 'recalibrated_acc')).map(([, ...rest]) => rest)).toEqual([
      [125, Math.fround(0.6)],
    ]);
  });

  it('has a histogram of each array of weights', async () => {
    const { gn } = await ask<Record<Name, object>>('histograms/tags');
    const names = parameterSpecs(network).flatMap(({ name, role }) => (role === 'slot' ? [] : [name]));
    expect(Object.keys(gn).sort()).toEqual(names.sort());
    const tag = 'dense1/kernel';
    const [[, step, buckets] = []] = await ask<[number, number, number[][]][]>(
      `histograms/histograms?run=gn&tag=${tag}`,
    );
    expect(step).toBe(126);
    expect(buckets).toEqual(histogram(parameters.get(tag) ?? new Float32Array()));
  });

  it('has a row a run under HPARAMS, with its settings, its status and what came of it', async () => {
    const { hparamInfos, metricInfos } = await ask<{
      hparamInfos: { name: string; differs: boolean }[];
      metricInfos: { name: object }[];
    }>('hparams/experiment', { experimentName: '', includeMetrics: true });
    const differing = hparamInfos.filter(({ differs }) => differs).map(({ name }) => name);
    expect(differing.sort()).toEqual(['eps', 'lr', 'norm']);
    const { sessionGroups } = await ask<{
      sessionGroups: {
        name: Name;
        hparams: Record<string, unknown>;
        metricValues: { name: { tag: string }; value: number; trainingStep: number }[];
        sessions: { status: string; endTimeSecs: number }[];
      }[];
    }>('hparams/session_groups', {
      experimentName: '',
      allowedStatuses: ['STATUS_SUCCESS', 'STATUS_FAILURE'],
      colParams: metricInfos.map(({ name }) => ({ metric: name })),
      startIndex: 0,
      sliceSize: 10,
    });
    expect(sessionGroups).toHaveLength(3);
    for (const { name, hparams, metricValues, sessions } of sessionGroups) {
      const { repeats: _, engine: __, ...settings } = RUNS[name].experiment;
      expect(hparams).toEqual(settings);
      const [session] = sessions;
      expect(session?.status).toBe(name === 'diverged' ? 'STATUS_FAILURE' : 'STATUS_SUCCESS');
      expect(session?.endTimeSecs).toBe(ENDED);
      const tested = metricValues.find((metric) => metric.name.tag === 'test_acc');
      const { outcome } = RUNS[name];
      expect(tested?.value).toBe(outcome.kind === 'finished' ? Math.fround(outcome.test.acc) : undefined);
    }
  });
});
