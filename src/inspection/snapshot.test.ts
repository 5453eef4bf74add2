import { describe, expect, it } from 'vitest';
import { partsOf } from '../engine/outputParts.ts';
import type { Norm } from '../spec/experiment.ts';
import { evaluate } from '../testing/reference/network.ts';
import { minibatchOf, referenceTrainer } from '../testing/reference/trainer.ts';
import { finish } from '../testing/scriptedSubject.ts';
import { IMAGES, tinySubject } from '../testing/tinySubject.ts';
import { blocksOf } from './blocks.ts';
import { inspectInParts } from './inParts.ts';
import type { Snapshot } from './question.ts';
import { snapshot } from './snapshot.ts';

const ask = async (choices: Parameters<typeof tinySubject>[0]) => {
  const subject = tinySubject(choices, referenceTrainer);
  const { answer } = await finish(snapshot(subject, { kind: 'snapshot' }));
  const exact = evaluate(
    subject.network,
    subject.parameters,
    minibatchOf({ split: 'train', rows: subject.data.batchAfter(subject.step) }, 784, IMAGES),
    { statistics: 'minibatch', dropoutStep: subject.step + 1 },
  );
  return { subject, answer, exact };
};

const layerOf = ({ layers }: Snapshot, name: string) => {
  const found = layers.find(({ layer }) => layer === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

const norm = (values: ArrayLike<number> = []) => Math.hypot(...Array.from(values));

describe('snapshot', () => {
  it('shows every layer on the minibatch that comes next', async () => {
    const { answer, exact } = await ask({ norm: 'batch', weights: 'plain' });
    expect(answer.batch).toBe(4);
    expect(answer.loss).toBeCloseTo(exact.loss, 6);
    expect(answer.layers.map(({ layer, norm }) => [layer, norm])).toEqual([
      ['conv1', 'norm1'],
      ['dense1', 'norm2'],
      ['dense2', undefined],
    ]);
    const { before, after, batch } = layerOf(answer, 'conv1');
    const read = exact.outputs.get('relu1') ?? new Float64Array();
    const written = exact.outputs.get('norm1') ?? new Float64Array();
    expect(before.counts.reduce((a, b) => a + b)).toBe(read.length);
    expect([before.low, before.high]).toEqual([
      Math.fround(Math.min(...read)),
      Math.fround(Math.max(...read)),
    ]);
    expect(after?.mean).toBeCloseTo(written.reduce((a, b) => a + b) / written.length, 6);
    for (let c = 0; c < 4; c++) {
      const channel = read.filter((_, i) => i % 4 === c);
      const mean = channel.reduce((a, b) => a + b) / channel.length;
      expect(batch.mean[c]).toBeCloseTo(mean, 6);
      expect(batch.variance[c]).toBeCloseTo(
        channel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / channel.length,
        6,
      );
    }
  });

  it('measures gradients, and updates beside weights', async () => {
    const { subject, answer, exact } = await ask({
      norm: 'batch',
      weights: 'plain',
      optimizer: 'sgd',
      lr: 0.5,
    });
    const gradients = exact.gradients();
    const { norms } = layerOf(answer, 'dense1');
    expect(norms.map(({ name }) => name)).toEqual([
      'dense1/kernel',
      'dense1/bias',
      'norm2/gamma',
      'norm2/beta',
    ]);
    for (const { name, weight, gradient, update } of norms) {
      expect(weight).toBeCloseTo(norm(subject.parameters.get(name)), 5);
      expect(gradient).toBeCloseTo(norm(gradients.get(name)), 5);
      expect(update).toBeCloseTo(0.5 * norm(gradients.get(name)), 5);
    }
  });

  it('shows filters before and after WS, and moving statistics only where there are any', async () => {
    const standardized = (await ask({ norm: 'group' })).answer;
    const { standardization, moving } = layerOf(standardized, 'conv1');
    expect(moving).toBeUndefined();
    for (const mean of standardization?.after.mean ?? [1]) expect(mean).toBeCloseTo(0, 6);
    for (const variance of standardization?.after.variance ?? [0]) expect(variance).toBeCloseTo(1, 3);
    expect(standardization?.before.variance[0]).toBeLessThan(0.5);
    expect(layerOf(standardized, 'dense1').standardization).toBeUndefined();
    const plain = (await ask({ norm: 'batch', weights: 'plain' })).answer;
    expect(layerOf(plain, 'conv1').standardization).toBeUndefined();
    expect([...(layerOf(plain, 'conv1').moving?.variance ?? [])]).toEqual([1, 1, 1, 1]);
  });

  it('brings along what each norm trains', async () => {
    const arraysOf = async (norm: Norm) => {
      const { answer, subject } = await ask({ norm });
      const { arrays } = layerOf(answer, 'conv1');
      for (const { name, values } of arrays) expect(values).toEqual(subject.parameters.get(`norm1/${name}`));
      return arrays.map(({ name, values }) => [name, values.length]);
    };
    expect(await arraysOf('filter-response')).toEqual([
      ['gamma', 4],
      ['beta', 4],
      ['threshold', 4],
    ]);
    expect((await arraysOf('dynamic-tanh')).at(-1)).toEqual(['alpha', 1]);
    expect((await arraysOf('batch-channel')).at(-1)).toEqual(['channelBeta', 4]);
    expect(await arraysOf('none')).toEqual([]);
  });

  it('without a norm shows what the ReLU gives', async () => {
    const { answer } = await ask({ norm: 'none' });
    const { before, after } = layerOf(answer, 'conv1');
    expect(before.low).toBe(0);
    expect(after).toBeUndefined();
  });
});

describe('inspectInParts', () => {
  it('asks for no more outputs at a time than fit, and for gradients once', async () => {
    const { network } = tinySubject({ norm: 'batch' }, referenceTrainer);
    const names = blocksOf(network).map(({ reads }) => reads);
    // conv1: 7 · 7 · 4 values an image, 784 bytes.
    expect(partsOf(network, names, 4, 4000)).toEqual([['relu1', 'relu2', 'dense2']]);
    expect(partsOf(network, names, 4, 3140)).toEqual([['relu1'], ['relu2', 'dense2']]);
    expect(partsOf(network, [], 4)).toEqual([[]]);
  });

  it('hands over every output', async () => {
    const subject = tinySubject({ norm: 'batch' }, referenceTrainer);
    const seen = new Map<string, number>();
    const request = { statistics: 'minibatch', outputs: ['relu1', 'norm1'], gradients: true } as const;
    const images = { split: 'train', rows: [1, 2] } as const;
    const looking = inspectInParts(
      subject,
      { ...request, images },
      (name, output) => seen.set(name, output.length),
      { done: 0, total: 1 },
    );
    const { gradients } = (await finish(looking)).answer;
    expect([...seen]).toEqual([
      ['relu1', 2 * 7 * 7 * 4],
      ['norm1', 2 * 7 * 7 * 4],
    ]);
    expect(gradients.size).toBeGreaterThan(0);
  });
});
