import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { openCpu } from '../engine/tfjs/devices/cpu.ts';
import { TfjsEngine } from '../engine/tfjs/engine.ts';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import { streamKey, uniform } from '../random/streams.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { dataOf, drive, experimentOf } from '../testing/drive.ts';
import { lookingAfter } from './atStep.ts';
import type { Checkpoint, Finished } from './events.ts';
import { forkCheckpoint } from './fork.ts';
import { recalibrate, recalibrationImages } from './recalibrate.ts';
import { Run } from './run.ts';
import { trainOn } from './train.ts';

const IMAGES = 230;
const BN = experimentOf({
  ...{ network: 'mlp', norm: 'batch', weights: 'plain', batch: 10, epochs: 2, images: IMAGES, seed: 4 },
});
const DATA = {
  ...dataOf(IMAGES, 100, 200),
  subset: Uint32Array.from({ length: IMAGES }, (_, i) => i),
};

async function wasm(threads: number): Promise<Engine> {
  const created = await createWasmEngine({ threads });
  if ('unavailable' in created) throw new Error(created.unavailable);
  return created.engine;
}

/** Images whose brightest spot tells the class. */
function withImages(engine: Engine): Engine {
  const labels = Uint8Array.from({ length: IMAGES }, (_, i) => i % 10);
  const noise = uniform(streamKey(1, 'pixels'), IMAGES * 784, 0, 120);
  const pixels = Uint8Array.from(noise, (value, i) => {
    const [image, pixel] = [Math.floor(i / 784), i % 784];
    return pixel % 10 === labels[image] ? value + 120 : value;
  });
  for (const split of ['train', 'validation', 'test'] as const)
    engine.putImages('spots', split, 0, pixels, labels);
  return engine;
}

async function startOn(
  engine: Engine,
  experiment: Experiment,
  checkpoint?: Checkpoint,
  retestAlways = false,
): Promise<Run> {
  const network = buildNetwork(experiment, FASHION_MNIST);
  const parameters = checkpoint?.parameters ?? initialParameters(network);
  const trainer = await engine.createTrainer(network, parameters, 'spots');
  return new Run({ experiment, data: DATA, trainer, checkpoint, retestAlways });
}

async function trained(
  engine: Engine,
  experiment: Experiment,
  checkpoint?: Checkpoint,
  retestAlways?: boolean,
) {
  const told = await drive(trainOn(await startOn(engine, experiment, checkpoint, retestAlways)));
  if (told.outcome?.kind !== 'finished') throw new Error('it did not finish');
  return { ...told, outcome: told.outcome satisfies Finished };
}

/** Of all weights and statistics: comparing a quarter of a million numbers one by one takes seconds. */
function hashOf({ parameters }: Checkpoint): string {
  const hash = createHash('sha256');
  for (const [name, values] of parameters) hash.update(name).update(values);
  return hash.digest('hex');
}

it('measures batch renorm as it does batch norm, whatever the moving statistics were', async () => {
  const engine = withImages(await wasm(1));
  const averagesOf = async (norm: 'batch' | 'batch-renorm') => {
    const network = buildNetwork({ ...BN, norm, network: 'conv4 pool conv8 gap' }, FASHION_MNIST);
    const trainer = await engine.createTrainer(network, initialParameters(network), 'spots');
    const anew = recalibrate(network, lookingAfter(50_000, trainer), {
      subset: DATA.subset,
      seed: 4,
      epochs: 2,
    });
    let next = await anew.next();
    while (!next.done) next = await anew.next();
    trainer.dispose();
    return [...next.value.values()].flatMap((values) => [...values]);
  };
  const [batch, renorm] = [await averagesOf('batch'), await averagesOf('batch-renorm')];
  expect(renorm.length).toBe(batch.length);
  renorm.forEach((value, i) => {
    expect(value).toBeCloseTo(batch[i] as number, 5);
  });
  engine.dispose();
});

it('takes whole minibatches of at most 1,000 training images', () => {
  expect([100, 101, 999, 1000, 50_000].map(recalibrationImages)).toEqual([100, 100, 900, 1000, 1000]);
});

describe('a run whose statistics have not settled', () => {
  it('is tested twice, the same to the bit for any number of threads, and keeps its weights', async () => {
    const engines = [await wasm(1), await wasm(3)].map(withImages);
    const [one, three] = await Promise.all(engines.map((engine) => trained(engine, BN)));
    expect(one?.outcome.recalibrated).toMatchObject({ images: 200 });
    expect(three?.outcome).toEqual(one?.outcome);
    const { test, recalibrated } = one?.outcome ?? {};
    // 46 updates leave 63 % of the start.
    expect(recalibrated?.test.loss).toBeLessThan(0.5 * (test?.loss ?? 0));
    expect(one?.progress.at(-1)).toMatchObject({ phase: { kind: 'recalibrating', done: 500, total: 500 } });
    // The weights, and their hash, are those of a run that never looked.
    const short = { ...BN, epochs: 1 };
    const engine = engines[0] as Engine;
    const first = await trained(engine, short);
    const again = await startOn(engine, BN, first.checkpoints.at(-1));
    const rest = await drive(trainOn(again));
    expect(rest.outcome).toEqual(one?.outcome);
    for (const each of engines) each.dispose();
  });

  it('has the statistics that it was trained with for whoever asks meanwhile', async () => {
    const engine = withImages(await wasm(2));
    const run = await startOn(engine, BN);
    const seen: Checkpoint[] = [];
    const loop = trainOn(run);
    let next = await loop.next();
    while (!next.done) {
      if (next.value.kind === 'progress' && next.value.progress.phase.kind === 'recalibrating')
        seen.push(await run.checkpoint());
      next = await loop.next();
    }
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set([...seen, await run.checkpoint()].map(hashOf)).size).toBe(1);
    engine.dispose();
  });

  it('comes to the same on TensorFlow.js, but for rounding', async () => {
    const experiment = { ...BN, network: 'dense32 dense16', epochs: 1 };
    const [ours, theirs] = [withImages(await wasm(2)), withImages(new TfjsEngine(openCpu()))];
    const [a, b] = [await trained(ours, experiment), await trained(theirs, experiment)];
    expect(b.outcome.recalibrated?.test.loss).toBeCloseTo(a.outcome.recalibrated?.test.loss ?? 0, 2);
    expect(b.outcome.test.loss).toBeCloseTo(a.outcome.test.loss, 2);
    ours.dispose();
    theirs.dispose();
  });
});

it('is not tested twice where they have settled, are frozen, or another norm has none', async () => {
  const engine = withImages(await wasm(2));
  for (const settings of [{ momentum: 0.7 }, { stats: 'moving' }, { norm: 'group' }] as const) {
    const { outcome } = await trained(engine, { ...BN, epochs: 1, ...settings });
    expect(outcome.recalibrated).toBeUndefined();
  }
  engine.dispose();
});

it('is tested twice where it is asked to, beside the test that counts', async () => {
  const engine = withImages(await wasm(2));
  const settings = { ...BN, epochs: 1, momentum: 0.7 };
  const once = await trained(engine, settings);
  const twice = await trained(engine, settings, undefined, true);
  const { retested, ...outcome } = twice.outcome;
  expect(outcome).toEqual(once.outcome);
  expect(retested?.images).toBe(200);
  expect(retested?.test.loss).not.toBe(outcome.test.loss);
  const without = await trained(engine, { ...settings, norm: 'group' }, undefined, true);
  expect(without.outcome.retested).toBeUndefined();
  engine.dispose();
});

it('counts what the parent of a fork did, under its own momentum', async () => {
  const engine = withImages(await wasm(2));
  const parent = { ...BN, epochs: 1, momentum: 0.8 };
  const checkpoint = (await trained(engine, parent)).checkpoints.at(-1) as Checkpoint;
  const forkOf = (from: Checkpoint, of: Experiment, changes: Partial<Experiment>) => {
    const fork = forkCheckpoint(from, of, changes);
    if ('problem' in fork) throw new Error(fork.problem);
    return fork;
  };
  // 0.8^23 is 0.6 %, and 23 more updates at 0.9 leave a tenth of that.
  const fork = forkOf(checkpoint, parent, { epochs: 2, momentum: 0.9 });
  expect(fork.checkpoint.inherited).toEqual({ step: 23, initialShare: 0.8 ** 23 });
  const settled = await trained(engine, fork.experiment, fork.checkpoint);
  expect(settled.outcome.recalibrated).toBeUndefined();
  // A fork of the fork goes on from there; statistics taken up again after being frozen begin anew.
  const last = settled.checkpoints.at(-1) as Checkpoint;
  const second = forkOf(last, fork.experiment, { epochs: 3, stats: 'moving' });
  expect(second.checkpoint.inherited?.initialShare).toBeCloseTo(0.8 ** 23 * 0.9 ** 23, 12);
  const frozen = await trained(engine, second.experiment, second.checkpoint);
  expect(frozen.outcome.recalibrated).toBeUndefined();
  const third = forkOf(frozen.checkpoints.at(-1) as Checkpoint, second.experiment, {
    ...{ epochs: 4, stats: 'minibatch' },
  });
  expect(third.checkpoint.inherited).toEqual({ step: 69, initialShare: 1 });
  const { outcome } = await trained(engine, third.experiment, third.checkpoint);
  expect(outcome.recalibrated).toBeDefined();
  engine.dispose();
});
