/**
 * Looks inside on the CPU engine, beyond what src/engine/conformance/inspection.test.ts asks of every engine: bits, the
 * full-size network (whose convolutions go by Winograd), numbers worked out by hand, and what must be refused.
 */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { buildNetwork, layOut } from '../../network/build.ts';
import { type Layer, type Network, sizeOf } from '../../network/layers.ts';
import { initialParameters, type Parameters, parameterSpecs } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import type { Inspection, InspectRequest } from '../engine.ts';
import { openWasmEngine, type WasmEngine, type WasmEngineOptions } from './engine.ts';

const engines: WasmEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
});

const IMAGES = 80;
const PIXELS = Uint8Array.from(uniform(streamKey(4, 'pixels'), IMAGES * 784, 0, 256));
const LABELS = Uint8Array.from({ length: IMAGES }, (_, i) => (i * 3) % 10);
const SGD = { name: 'sgd', learningRate: 1, momentum: 0 } as const;

async function open(options: WasmEngineOptions = {}): Promise<WasmEngine> {
  const result = await openWasmEngine({ threads: 2, ...options });
  if ('unavailable' in result) throw new Error(result.unavailable);
  const { engine } = result;
  engines.push(engine);
  engine.putImages('noise', 'train', 0, PIXELS, LABELS);
  engine.putImages('noise', 'test', 0, PIXELS, LABELS);
  return engine;
}

const rows = (count: number, first = 0) => Uint32Array.from({ length: count }, (_, i) => first + i);
const namesOf = (network: Network) => network.layers.map(({ name }) => name);

/** Of every bit that came back. */
function hashOf({ logits, outputs, gradients }: Inspection): string {
  const hash = createHash('sha256').update(logits);
  for (const [name, values] of [...outputs, ...gradients]) hash.update(name).update(values);
  return hash.digest('hex');
}

/** Everything there is to see of a training step. */
const whole = (network: Network, count: number, t = 1): InspectRequest => ({
  images: { split: 'train', rows: rows(count) },
  ...{ statistics: 'minibatch', dropoutStep: t, outputs: namesOf(network), gradients: true },
});

const reference = (norm: 'batch' | 'group' | 'none', weights: 'plain' | 'standardized'): Network => ({
  ...buildNetwork({ ...DEFAULT_EXPERIMENT, norm, weights }, FASHION_MNIST),
  optimizer: SGD,
});

describe('gradients are those that a step applies, bit for bit', () => {
  test.each([
    ['batch', 'plain', 16],
    ['group', 'standardized', 5],
    ['none', 'plain', 3],
  ] as const)('%s, %s weights, %i images', async (norm, weights, count) => {
    const engine = await open();
    const network = reference(norm, weights);
    const before = initialParameters(network);
    const trainer = await engine.createTrainer(network, before, 'noise');
    const { gradients } = await trainer.inspect(whole(network, count));
    trainer.step(rows(count), 1);
    const after = await trainer.parameters();
    const trained = parameterSpecs(network).filter(({ role }) => role === 'trained');
    expect([...gradients.keys()].sort()).toEqual(trained.map(({ name }) => name).sort());
    for (const { name } of trained) {
      // With a learning rate of 1 the step subtracts the gradient.
      const gradient = gradients.get(name) ?? [];
      const expected = before.get(name)?.map((value, i) => value - (gradient[i] as number));
      const got = after.get(name);
      if (!got || !expected) throw new Error(`no ${name}`);
      expect(Buffer.from(got.buffer).equals(Buffer.from(expected.buffer)), name).toBe(true);
    }
  });
});

test('the same bits on 1, 2, 3 and 4 threads', async () => {
  const network = reference('batch', 'standardized');
  const hashes = new Set<string>();
  for (const threads of [1, 2, 3, 4]) {
    const engine = await open({ threads });
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
    hashes.add(hashOf(await trainer.inspect(whole(network, 7))));
  }
  expect(hashes.size).toBe(1);
});

test('logits with the moving statistics are those that evaluation scores', async () => {
  const engine = await open();
  const network = reference('batch', 'plain');
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  trainer.step(rows(16), 1);
  const scored = await trainer.evaluate('test', 0, IMAGES);
  const { logits } = await trainer.inspect({
    images: { split: 'test', rows: rows(IMAGES) },
    ...{ statistics: 'moving', outputs: ['conv2', 'norm3', 'dropout2'], gradients: false },
  });
  let [lossSum, correct] = [0, 0];
  for (let i = 0; i < IMAGES; i++) {
    const z = [...logits.subarray(i * 10, (i + 1) * 10)];
    const label = LABELS[i] as number;
    const top = Math.max(...z);
    lossSum +=
      Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0)) - ((z[label] as number) - top);
    if (z.indexOf(top) === label) correct++;
  }
  expect(correct).toBe(scored.correct);
  // Evaluation counts a loss to 4e-9 nats.
  expect(Math.abs(lossSum - scored.lossSum)).toBeLessThan(IMAGES * 4e-9);
});

describe('worked out by hand', () => {
  /** Layers over one row of pixels, [1, 2, 1]. */
  const tiny = (layers: readonly Layer[]): Network => ({
    ...{ input: [1, 2, 1], classes: 2, layers, optimizer: SGD, seed: 1 },
  });
  const norm = {
    kind: 'norm',
    name: 'norm1',
    norm: { kind: 'batch', epsilon: 0, momentum: 0.9, frozen: false },
  } as const;
  const conv = { kind: 'conv2d', name: 'conv1', kernelSize: 1, stride: 1, weights: 'plain' } as const;
  const row = [1, 2, 1];
  const network = tiny([
    { ...conv, reads: ['input'], input: row, output: row },
    { ...norm, reads: ['conv1'], input: row, output: row },
    { kind: 'relu', name: 'relu1', reads: ['norm1'], input: row, output: row },
    { kind: 'flatten', name: 'flatten', reads: ['relu1'], input: row, output: [2] },
    { kind: 'dense', name: 'dense1', reads: ['flatten'], input: [2], output: [2] },
  ]);
  /** The convolution is 2x − 1, the norm γ = 3 and β = 1, the dense layer keeps its input. */
  const parameters: Parameters = new Map(
    Object.entries({
      ...{ 'conv1/kernel': [2], 'conv1/bias': [-1], 'norm1/gamma': [3], 'norm1/beta': [1] },
      ...{ 'norm1/movingMean': [0.5], 'norm1/movingVariance': [0.25] },
      ...{ 'dense1/kernel': [1, 0, 0, 1], 'dense1/bias': [0, 0] },
    }).map(([name, values]) => [name, Float32Array.from(values)]),
  );
  // Pixels 1 and 0, label 0: the convolution gives 1 and −1, of mean 0 and variance 1.
  const images = { pixels: Uint8Array.of(255, 0), labels: Uint8Array.of(0) };
  const look = async (statistics: InspectRequest['statistics']) => {
    const trainer = await (await open()).createTrainer(network, parameters, 'noise');
    return trainer.inspect({ images, statistics, outputs: namesOf(network), gradients: true });
  };

  test('with the statistics of the minibatch', async () => {
    const { logits, outputs, gradients } = await look('minibatch');
    expect(Object.fromEntries(outputs)).toEqual({
      conv1: Float32Array.of(1, -1),
      norm1: Float32Array.of(4, -2),
      relu1: Float32Array.of(4, 0),
      flatten: Float32Array.of(4, 0),
      dense1: Float32Array.of(4, 0),
    });
    expect(logits).toEqual(Float32Array.of(4, 0));
    // p₀ − 1 = −q and p₁ = q; the ReLU lets only the first through, where x̂ = 1.
    const q = 1 / (1 + Math.exp(4));
    const expected = {
      ...{ 'dense1/kernel': [-4 * q, 4 * q, 0, 0], 'dense1/bias': [-q, q] },
      ...{ 'norm1/gamma': [-q], 'norm1/beta': [-q] },
      // Two values have x̂ = ±1 whatever they are.
      ...{ 'conv1/kernel': [0], 'conv1/bias': [0] },
    };
    for (const [name, values] of Object.entries(expected))
      for (const [i, value] of values.entries()) expect(gradients.get(name)?.[i], name).toBeCloseTo(value, 8);
  });

  test('with the moving statistics', async () => {
    const { outputs, gradients } = await look('moving');
    // x̂ = (1 − 0.5) / 0.5 and (−1 − 0.5) / 0.5.
    expect(outputs.get('norm1')).toEqual(Float32Array.of(4, -8));
    expect(outputs.get('relu1')).toEqual(Float32Array.of(4, 0));
    const q = 1 / (1 + Math.exp(4));
    expect(gradients.get('norm1/gamma')?.[0]).toBeCloseTo(-q, 8);
    // The statistics stay: d loss / dx = −q · γ / 0.5, and the first pixel is 1.
    expect(gradients.get('conv1/kernel')?.[0]).toBeCloseTo(-6 * q, 8);
    expect(gradients.get('conv1/bias')?.[0]).toBeCloseTo(-6 * q, 8);
  });

  test('a layer that only passes on shows what it was given, though dropout follows', async () => {
    const layers: Layer[] = [
      { kind: 'flatten', name: 'flatten', reads: ['input'], input: row, output: [2] },
      { kind: 'dropout', name: 'dropout1', rate: 0.5, reads: ['flatten'], input: [2], output: [2] },
      { kind: 'dense', name: 'dense1', reads: ['dropout1'], input: [2], output: [2] },
    ];
    const trainer = await (await open()).createTrainer(tiny(layers), parameters, 'noise');
    const count = 16;
    const { outputs } = await trainer.inspect({
      images: { pixels: new Uint8Array(2 * count).fill(51), labels: new Uint8Array(count) },
      ...{ statistics: 'minibatch', dropoutStep: 1, outputs: ['flatten', 'dropout1'], gradients: false },
    });
    expect(outputs.get('flatten')).toEqual(new Float32Array(2 * count).fill(0.2));
    expect(new Set(outputs.get('dropout1'))).toEqual(new Set([0, Math.fround(0.4)]));
  });
});

test('a program serves smaller batches, and another kind takes its place', async () => {
  const engine = await open();
  const network = reference('batch', 'plain');
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  const small = hashOf(await trainer.inspect(whole(network, 3)));
  await trainer.inspect(whole(network, 9));
  const live = engine.liveBuffers();
  expect(hashOf(await trainer.inspect(whole(network, 3)))).toBe(small);
  expect(engine.liveBuffers()).toEqual(live);
  await trainer.inspect({ ...whole(network, 9), outputs: [], gradients: false });
  expect(engine.liveBuffers().bytes).toBeLessThan(live.bytes);
  expect(hashOf(await trainer.inspect(whole(network, 3)))).toBe(small);
  trainer.dispose();
  expect(engine.liveBuffers()).toEqual({ count: 0, bytes: 0 });
});

test('a value that is no number reaches the logits, whatever is asked for', async () => {
  const engine = await open();
  const layers = layOut([28, 28, 1], [{ kind: 'dense', units: 4 }], 10, {
    ...{ norm: 'none', groups: 1, weights: 'plain', position: 'after-activation' },
    ...{ frozen: false, dropout: false },
  });
  const network: Network = { input: [28, 28, 1], classes: 10, layers, optimizer: SGD, seed: 2 };
  const parameters = initialParameters(network);
  parameters.get('dense1/bias')?.fill(Number.NaN, 0, 1);
  const trainer = await engine.createTrainer(network, parameters, 'noise');
  for (const outputs of [[], ['dense1']]) {
    const { logits } = await trainer.inspect({ ...whole(network, 2), outputs });
    expect(logits).toEqual(new Float32Array(20).fill(Number.NaN));
  }
});

test('pictures of another size, and without labels of their own, are refused', async () => {
  const engine = await open();
  const network = reference('none', 'plain');
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  const live = engine.liveBuffers();
  const size = sizeOf(network.input);
  for (const [pixels, labels] of [
    [new Uint8Array(2 * size - 1), new Uint8Array(2)],
    [new Uint8Array(size), new Uint8Array(0)],
  ] as const)
    await expect(trainer.inspect({ ...whole(network, 1), images: { pixels, labels } })).rejects.toThrow(
      `${labels.length} labels with ${pixels.length} bytes of pictures, expected ${labels.length * size}`,
    );
  expect(engine.liveBuffers()).toEqual(live);
});
