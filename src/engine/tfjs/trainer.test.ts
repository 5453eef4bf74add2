import { describe, expect, it } from 'vitest';
import { layOut, type NetworkChoices, optimizerOf } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { plansOf } from '../../spec/networks/networks.ts';
import { openCpu } from './devices/cpu.ts';
import { TfjsEngine } from './engine.ts';

/** Ten classes of noise around ten different pictures of 8 × 8 pixels, as bytes. */
const PIXELS = 64;
const LABELS = Uint8Array.from({ length: 120 }, (_, i) => i % 10);
const IMAGES = Uint8Array.from({ length: 120 * PIXELS }, (_, i) => {
  const [row, pixel] = [Math.floor(i / PIXELS), i % PIXELS];
  return ((pixel * (1 + (row % 10))) % 97) + ((row * 31 + pixel * 7) % 60);
});

const PLANS = plansOf('conv4 pool drop25 dense16');

function small(settings: Partial<NetworkChoices>): Network {
  const input = [8, 8, 1];
  const choices: NetworkChoices = {
    norm: 'batch',
    groups: 2,
    weights: 'plain',
    position: 'after-activation',
    frozen: false,
    dropout: true,
    ...settings,
  };
  const optimizer = optimizerOf({ optimizer: 'adam', lr: 0.01 });
  return { input, classes: 10, layers: layOut(input, PLANS, 10, choices), optimizer, seed: 1 };
}

async function start(settings: Partial<NetworkChoices> = {}) {
  const engine = new TfjsEngine(openCpu());
  for (const split of ['train', 'validation', 'test'] as const)
    engine.putImages('data', split, 0, IMAGES, LABELS);
  const network = small(settings);
  const parameters = initialParameters(network);
  /** Bytes are counted over all engines of TensorFlow.js, those of earlier files too. */
  const idle = engine.liveBuffers();
  const trainer = await engine.createTrainer(network, parameters, 'data');
  return { engine, idle, network, parameters, trainer };
}

const rows = (...indices: number[]) => Uint32Array.from(indices);

describe('a trainer', () => {
  it.each([
    { norm: 'batch' },
    { norm: 'group', weights: 'standardized', position: 'before-activation' },
  ] as const)(
    'leaks nothing: live buffers stay over 200 steps and are gone after dispose, %o',
    async (choices) => {
      const { engine, idle, trainer } = await start(choices);
      trainer.step(rows(0, 1), 1);
      const { count, bytes } = engine.liveBuffers();
      for (let t = 2; t <= 200; t++) trainer.step(rows(t % 120, (t * 7) % 120), t);
      await trainer.readMetrics();
      await trainer.evaluate('test', 0, 30);
      await trainer.parameters();
      const images = { split: 'train', rows: [5, 6, 7] } as const;
      for (const statistics of ['minibatch', 'moving'] as const) {
        const outputs = ['conv1', 'relu1', 'dropout1', 'flatten', 'dense2'];
        await trainer.inspect({ images, statistics, outputs, gradients: true });
        await trainer.inspect({ images, statistics, dropoutStep: 4, outputs: [], gradients: false });
      }
      await expect(
        trainer.inspect({ images, statistics: 'moving', outputs: ['conv7'], gradients: true }),
      ).rejects.toThrow('no layer conv7');
      expect(engine.liveBuffers()).toEqual({ count, bytes });
      trainer.dispose();
      expect(engine.liveBuffers()).toEqual(idle);
      engine.dispose();
    },
  );

  it('learns', async () => {
    const { engine, trainer } = await start({ dropout: false });
    const batch = rows(...Array.from({ length: 20 }, (_, i) => i));
    trainer.step(batch, 1);
    const first = await trainer.readMetrics();
    for (let t = 2; t <= 60; t++) trainer.step(batch, t);
    await trainer.readMetrics();
    trainer.step(batch, 61);
    const last = await trainer.readMetrics();
    expect(first.images).toBe(20);
    expect(last.lossSum).toBeLessThan(0.2 * first.lossSum);
    expect(last.correct).toBe(20);
    engine.dispose();
  });

  it('goes on from its parameters as if nothing had happened', async () => {
    const { engine, network, parameters, trainer } = await start();
    for (let t = 1; t <= 3; t++) trainer.step(rows(t, t + 1), t);
    const checkpoint = await trainer.parameters();
    expect([...checkpoint.keys()]).toEqual([...parameters.keys()]);
    const other = await engine.createTrainer(network, checkpoint, 'data');
    for (const one of [trainer, other]) one.step(rows(8, 9), 4);
    const after = await trainer.parameters();
    expect(await other.parameters()).toEqual(after);
    other.setParameters(checkpoint);
    expect(await other.parameters()).toEqual(checkpoint);
    engine.dispose();
  });

  it('has a loss that does not depend on the order within the batch', async () => {
    const losses = [];
    for (const batch of [rows(3, 1, 4, 15), rows(15, 4, 3, 1)]) {
      const { engine, trainer } = await start({ dropout: false });
      trainer.step(batch, 1);
      losses.push((await trainer.readMetrics()).lossSum);
      engine.dispose();
    }
    expect(losses[1]).toBeCloseTo(losses[0] ?? 0, 5);
  });

  it('scores each row of a split once, however the rows are cut', async () => {
    const { engine, trainer } = await start();
    trainer.step(rows(0, 1, 2, 3), 1);
    const all = await trainer.evaluate('validation', 0, 120);
    const parts = [await trainer.evaluate('validation', 0, 7), await trainer.evaluate('validation', 7, 120)];
    const sum = (key: 'images' | 'correct' | 'lossSum') =>
      parts.reduce((total, part) => total + part[key], 0);
    expect(all.images).toBe(120);
    expect(sum('images')).toBe(120);
    expect(sum('correct')).toBe(all.correct);
    expect(sum('lossSum')).toBeCloseTo(all.lossSum, 3);
    engine.dispose();
  });

  it('names the very step whose loss was not a number', async () => {
    const { engine, trainer, parameters } = await start();
    for (let t = 1; t <= 3; t++) trainer.step(rows(0, 1), t);
    expect((await trainer.readMetrics()).firstNonFinite).toBeUndefined();
    trainer.step(rows(0, 1), 4);
    const broken = new Map(await trainer.parameters());
    broken.set('dense2/bias', new Float32Array(parameters.get('dense2/bias')?.length ?? 0).fill(Number.NaN));
    trainer.setParameters(broken);
    for (let t = 5; t <= 7; t++) trainer.step(rows(0, 1), t);
    expect((await trainer.readMetrics()).firstNonFinite).toBe(5);
    engine.dispose();
  });

  it('says which image it lacks', async () => {
    const { engine, trainer } = await start();
    expect(() => trainer.step(rows(500), 1)).toThrow('no image at row 500 of the train split');
    engine.dispose();
  });
});
