import { describe, expect, it } from 'vitest';
import { createWasmEngine } from '../engine/wasm/engine.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import { streamKey, uniform } from '../random/streams.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { dataOf, drive, experimentOf, tickingClock, timeless } from '../testing/drive.ts';
import { FakeTrainer } from '../testing/fakeTrainer.ts';
import { imagesSeen } from './checkpoint.ts';
import type { Checkpoint } from './events.ts';
import { forkCheckpoint } from './fork.ts';
import { Run } from './run.ts';
import { train, trainOn } from './train.ts';

const PARENT = experimentOf({ network: 'mlp', norm: 'batch', batch: 8, epochs: 3, images: 500, seed: 9 });
const DATA = dataOf(500);
const WEIGHTS = initialParameters(buildNetwork(PARENT, FASHION_MNIST));

/** The fake trainer's state, with the arrays that the network would have beside it. */
const complete = (checkpoint: Checkpoint): Checkpoint => ({
  ...structuredClone(checkpoint),
  parameters: new Map([...WEIGHTS, ...checkpoint.parameters]),
});

const parentAt = (step: number) => checkpointAt(step, PARENT);

/** The checkpoint of a run trained up to `step`, and the images that it saw on the way. */
async function checkpointAt(step: number, experiment: Experiment, from?: Checkpoint) {
  const trainer = new FakeTrainer();
  if (from) trainer.setParameters(from.parameters);
  const run = new Run({ experiment, data: DATA, trainer, checkpoint: from });
  const loop = trainOn(run);
  await loop.next();
  // One step at a time; what validates between two epochs takes no step.
  let at = 0;
  while (at < step) {
    const { value } = await loop.next({ steps: 1 });
    if (value && value.kind === 'progress') at = value.progress.step;
  }
  return { checkpoint: complete(await run.checkpoint()), seen: trainer.seen };
}

function forked(checkpoint: Checkpoint, changes: Partial<Experiment>, parent = PARENT) {
  const fork = forkCheckpoint(checkpoint, parent, changes);
  if ('problem' in fork) throw new Error(fork.problem);
  return fork;
}

async function trainFake({ experiment, checkpoint }: { experiment: Experiment; checkpoint: Checkpoint }) {
  const trainer = new FakeTrainer();
  trainer.setParameters(checkpoint.parameters);
  const told = await drive(train({ experiment, checkpoint, data: DATA, trainer, now: tickingClock(500) }));
  return { ...told, trainer };
}

describe('forkCheckpoint', () => {
  it('gives the parent to the bit where nothing changes', async () => {
    const trainer = new FakeTrainer();
    const whole = await drive(train({ experiment: PARENT, data: DATA, trainer }));
    for (const step of [1, 40, 63, 100, 188]) {
      const { checkpoint } = await parentAt(step);
      const rest = await trainFake(forked(checkpoint, { batch: 8, epochs: 3 }));
      expect(timeless([...checkpoint.points, ...rest.points])).toEqual(timeless(whole.points));
      expect([...checkpoint.history, ...rest.history]).toEqual(whole.history);
      expect(rest.outcome).toEqual(whole.outcome);
      expect(rest.trainer.state).toBe(trainer.state);
    }
  });

  it('goes on with the images that the parent would have seen next, in batches of the new size', async () => {
    const whole = new FakeTrainer();
    await drive(train({ experiment: PARENT, data: DATA, trainer: whole }));
    const { checkpoint, seen } = await parentAt(90);
    const fork = forked(checkpoint, { batch: 64 });
    // An epoch is 63 steps, the last one on 4 images: 27 steps into the second.
    expect(fork.checkpoint.origin).toEqual({ step: 90, images: 716 });
    expect(imagesSeen(fork.checkpoint)).toBe(716);
    const rest = await trainFake(fork);
    expect([...seen, ...rest.trainer.seen]).toEqual(whole.seen);
    // 284 images are left of the epoch: 5 steps; then 8 steps of an epoch; each told as a point.
    expect(rest.checkpoints.at(-1)?.step).toBe(90 + 5 + 8);
    expect(rest.points.map(({ step, images }) => [step, images])).toEqual(
      [780, 844, 908, 972, 1000, 1064, 1128, 1192, 1256, 1320, 1384, 1448, 1500].map((images, i) => [
        91 + i,
        images,
      ]),
    );
    expect(rest.history.map(({ epoch, images }) => [epoch, images])).toEqual([
      [2, 1000],
      [3, 1500],
    ]);
    // A fork can be resumed, and forked again.
    const { checkpoint: middle } = await checkpointAt(93, fork.experiment, fork.checkpoint);
    const again = await trainFake({ experiment: fork.experiment, checkpoint: middle });
    expect(again.outcome).toEqual(rest.outcome);
    expect(again.trainer.state).toBe(rest.trainer.state);
    const second = forked(middle, { batch: 3 }, fork.experiment);
    expect(second.checkpoint.origin).toEqual({ step: 93, images: 908 });
    const third = await trainFake(second);
    expect([...seen, ...rest.trainer.seen.slice(0, 908 - 716), ...third.trainer.seen]).toEqual(whole.seen);
  });

  it('adds epochs', async () => {
    const trainer = new FakeTrainer();
    const whole = await drive(train({ experiment: PARENT, data: DATA, trainer }));
    const finished = whole.checkpoints.at(-1);
    if (!finished) throw new Error('the parent left no checkpoint');
    const rest = await trainFake(forked(complete(finished), { epochs: 5 }));
    expect(rest.history.map(({ epoch, images }) => [epoch, images])).toEqual([
      [4, 2000],
      [5, 2500],
    ]);
    const long = new FakeTrainer();
    await drive(train({ experiment: { ...PARENT, epochs: 5 }, data: DATA, trainer: long }));
    expect(rest.trainer.state).toBe(long.state);
  });

  it('takes up another schedule where it would be by then, and keeps it', async () => {
    const { checkpoint } = await parentAt(90);
    const cosine = { ...PARENT, schedule: 'cosine', warmup: 0.5 } as const;
    const fork = forked(checkpoint, { schedule: 'cosine', warmup: 0.5 });
    const whole = new FakeTrainer();
    await drive(train({ experiment: cosine, data: DATA, trainer: whole }));
    const rest = await trainFake(fork);
    expect(rest.trainer.rates).toEqual(whole.rates.slice(90));
    // 716 of 1,500 images are seen, the first 250 of them in the warm-up.
    expect(rest.trainer.rates[0]).toBeCloseTo((PARENT.lr * (1 + Math.cos((Math.PI * 466) / 1250))) / 2, 12);
    // Its checkpoint goes on likewise.
    const { checkpoint: middle } = await checkpointAt(120, fork.experiment, fork.checkpoint);
    const again = await trainFake({ experiment: fork.experiment, checkpoint: middle });
    expect(again.trainer.rates).toEqual(whole.rates.slice(120));
    // A warm-up that reaches beyond the fork is under way.
    const rising = await trainFake(forked(checkpoint, { warmup: 2 }));
    expect(rising.trainer.rates[0]).toBeCloseTo((PARENT.lr * 724) / 1000, 12);
    // Twice the batch: the same place, counted in images.
    const larger = await trainFake(forked(checkpoint, { schedule: 'steps', batch: 16 }));
    const steps = larger.trainer.rates;
    // 34 images of the second half's eve are left: 3 updates at the full rate.
    expect(steps.slice(0, 4)).toEqual([PARENT.lr, PARENT.lr, PARENT.lr, PARENT.lr / 10]);
  });

  it.each([
    [{ batch: 0 }, 'Batch size: 0 is not a whole number from 1 to 1024.'],
    [{ warmup: -1 }, 'Warm-up: -1 is not a number from 0 to 200.'],
    [{ lr: Number.NaN }, 'Learning rate: NaN is not a number from 0.000001 to 10.'],
    [{ epochs: 1 }, 'Epochs: 1 is done already, ask for 2 or more.'],
    [
      { seed: 3 },
      'Seed: a fork keeps that of its parent; it can change Batch size, Learning rate, Schedule, Warm-up, Weight decay, Epochs, BN statistics, BN momentum.',
    ],
    [
      { norm: 'group' as const, batch: 4 },
      'Normalization: a fork keeps that of its parent; it can change Batch size, Learning rate, Schedule, Warm-up, Weight decay, Epochs, BN statistics, BN momentum.',
    ],
  ])('refuses %o, in words', async (changes, problem) => {
    const { checkpoint } = await parentAt(80);
    expect(forkCheckpoint(checkpoint, PARENT, changes)).toEqual({ problem });
  });

  it('refuses statistics where there is no batch norm, and a checkpoint of another network', async () => {
    const { checkpoint } = await parentAt(5);
    const group = experimentOf({ ...PARENT, norm: 'group' });
    expect(forkCheckpoint(checkpoint, group, { stats: 'moving' })).toEqual({
      problem:
        'BN statistics: this run has no batch norm, batch renorm or batch-channel norm whose statistics could change.',
    });
    expect(forkCheckpoint(checkpoint, group, { momentum: 0.9 })).toEqual({
      problem:
        'BN momentum: this run has no batch norm, batch renorm or batch-channel norm whose statistics could change.',
    });
    const cnn = experimentOf({ ...PARENT, network: 'small-cnn' });
    expect(forkCheckpoint(checkpoint, cnn, {})).toEqual({
      problem:
        'The checkpoint does not fit the network: conv1/kernel is missing, it needs 72. Start a new run instead.',
    });
    const short = new Map([...checkpoint.parameters, ['dense2/bias', new Float32Array(3)]]);
    expect(forkCheckpoint({ ...checkpoint, parameters: short }, PARENT, {})).toEqual({
      problem:
        'The checkpoint does not fit the network: dense2/bias has 3 values, it needs 128. Start a new run instead.',
    });
  });
});

describe('on the CPU engine', () => {
  const images = 300;
  const experiment = experimentOf({ ...PARENT, images, batch: 7, epochs: 2, dropout: 'on' });
  const data = { ...dataOf(images, 100, 200), subset: Uint32Array.from({ length: images }, (_, i) => i) };

  async function withEngine(work: (start: StartOn) => Promise<void>) {
    const created = await createWasmEngine({ threads: 2 });
    if ('unavailable' in created) throw new Error(created.unavailable);
    const { engine } = created;
    const pixels = Uint8Array.from(uniform(streamKey(1, 'pixels'), images * 784, 0, 256));
    const labels = Uint8Array.from({ length: images }, (_, i) => i % 10);
    for (const split of ['train', 'validation', 'test'] as const)
      engine.putImages('noise', split, 0, pixels, labels);
    await work(async (of, checkpoint) => {
      const network = buildNetwork(of, FASHION_MNIST);
      const parameters = checkpoint?.parameters ?? initialParameters(network);
      const trainer = await engine.createTrainer(network, parameters, 'noise');
      return new Run({ experiment: of, data, trainer, checkpoint });
    });
    engine.dispose();
  }
  type StartOn = (experiment: Experiment, checkpoint?: Checkpoint) => Promise<Run>;

  it('a fork under unchanged settings is its parent to the bit, and frozen statistics stay', async () => {
    await withEngine(async (start) => {
      const whole = await drive(trainOn(await start(experiment)));
      const parent = await start(experiment);
      const told = await drive(trainOn(parent), (event) => {
        return event.kind === 'progress' && event.progress.step > 50;
      });
      const checkpoint = structuredClone(await parent.checkpoint());
      expect(checkpoint.step).toBeGreaterThan(50);
      expect(checkpoint.step).toBeLessThan(86);
      const same = forked(checkpoint, {}, experiment);
      const rest = await drive(trainOn(await start(same.experiment, same.checkpoint)));
      expect(timeless([...told.points, ...rest.points])).toEqual(timeless(whole.points));
      expect([...told.history, ...rest.history]).toEqual(whole.history);
      expect(rest.outcome).toEqual(whole.outcome);
      expect(whole.outcome).toMatchObject({ weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });

      // Decay shrinks kernels from here on: of SGD, each update by lr · decay of what they are.
      const decayed = forked(checkpoint, { decay: 0.5 }, experiment);
      const shrunk = await drive(trainOn(await start(decayed.experiment, decayed.checkpoint)));
      const lengthOf = ({ checkpoints }: typeof shrunk) =>
        Math.hypot(...(checkpoints.at(-1)?.parameters.get('dense1/kernel') ?? []).slice(0, 20_000));
      expect(lengthOf(shrunk)).toBeLessThan(0.99 * lengthOf(rest));

      const frozen = forked(checkpoint, { stats: 'moving', batch: 20, lr: 1e-4 }, experiment);
      const tuned = await drive(trainOn(await start(frozen.experiment, frozen.checkpoint)));
      expect(tuned.outcome?.kind).toBe('finished');
      const after = tuned.checkpoints.at(-1)?.parameters;
      expect(after?.get('norm1/movingMean')).toEqual(checkpoint.parameters.get('norm1/movingMean'));
      expect(after?.get('norm1/gamma')).not.toEqual(checkpoint.parameters.get('norm1/gamma'));
    });
  });
});
