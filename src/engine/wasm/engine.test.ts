/** The engine as the training loop meets it: the same bits on any number of threads, steady memory, a plain end. */

import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { buildNetwork, layOut } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { dropoutKey, dropoutMask, streamKey, uniform } from '../../random/streams.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { plansOf } from '../../spec/networks/networks.ts';
import { EngineLost, EngineRefusal } from '../engine.ts';
import { openWasmEngine, type WasmEngine, type WasmEngineOptions } from './engine.ts';

const engines: WasmEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
});

const IMAGES = 200;
const pixels = Uint8Array.from(uniform(streamKey(1, 'pixels'), IMAGES * 784, 0, 256));
const labels = Uint8Array.from({ length: IMAGES }, (_, i) => i % 10);

async function open(options: WasmEngineOptions): Promise<WasmEngine> {
  const result = await openWasmEngine(options);
  if ('unavailable' in result) throw new Error(result.unavailable);
  const { engine } = result;
  engines.push(engine);
  // In two parts, the second one first, as shards may arrive.
  const half = IMAGES / 2;
  engine.putImages('noise', 'train', half, pixels.subarray(half * 784), labels.subarray(half));
  engine.putImages('noise', 'train', 0, pixels.subarray(0, half * 784), labels.subarray(0, half));
  engine.putImages('noise', 'test', 0, pixels, labels);
  return engine;
}

/** A network with everything in it, of sizes that divide by nothing. */
const awkward = (norm: 'batch' | 'group' | 'group-as-published', frozen = false): Network => ({
  input: [28, 28, 1],
  classes: 10,
  layers: layOut([28, 28, 1], plansOf('conv6k5 pool drop25 conv9 conv6k1 pool dense22 drop50'), 10, {
    norm,
    groups: 3,
    weights: 'standardized',
    position: 'after-activation',
    frozen,
    dropout: true,
  }),
  optimizer: { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  seed: 3,
});

/** A hash of everything after a few steps of changing batch sizes, and of what was measured. */
async function hashAfterSteps(
  engine: WasmEngine,
  network: Network,
  batches: number[],
  scored = 87,
): Promise<string> {
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  batches.forEach((batch, i) => {
    trainer.step(
      Uint32Array.from({ length: batch }, (_, j) => (i * 31 + j * 7) % IMAGES),
      i + 1,
    );
  });
  const hash = createHash('sha256');
  for (const values of (await trainer.parameters()).values()) hash.update(values);
  hash.update(JSON.stringify([await trainer.readMetrics(), await trainer.evaluate('test', 3, 3 + scored)]));
  trainer.dispose();
  return hash.digest('hex');
}

describe('the same bits', () => {
  const reference = buildNetwork({ ...DEFAULT_EXPERIMENT, batch: 3 }, FASHION_MNIST);
  test.each(['relaxed', 'strict'] as const)(
    'on 1, 2, 3 and 4 threads, %s',
    async (simd) => {
      const hashes = new Map<string, Set<string>>();
      for (const threads of [1, 2, 3, 4]) {
        const engine = await open({ threads, simd, tiles: threads % 2 ? 'wide' : 'narrow' });
        for (const norm of ['batch', 'group', 'group-as-published'] as const) {
          const hash = await hashAfterSteps(engine, awkward(norm), [1, 3, 7, 13, 2]);
          hashes.set(norm, (hashes.get(norm) ?? new Set()).add(hash));
        }
        for (const [name, network] of [
          ['reference', reference],
          ['frozen', awkward('batch', true)],
        ] as const) {
          const hash = await hashAfterSteps(engine, network, [2, 3, 1], 17);
          hashes.set(name, (hashes.get(name) ?? new Set()).add(hash));
        }
      }
      expect([...hashes.values()].map((set) => set.size)).toEqual([1, 1, 1, 1, 1]);
    },
    60_000,
  );
});

test('sums do not depend on how the work was cut', async () => {
  const engine = await open({ threads: 2 });
  const network = awkward('batch');
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  const other = await engine.createTrainer(network, initialParameters(network), 'noise');
  let lossSum = 0;
  for (let t = 1; t <= 60; t++) {
    const indices = Uint32Array.of(t, 3 * t, 2 * t + 1);
    trainer.step(indices, t);
    other.step(indices, t);
    if (t % 7 === 0 || t === 60) lossSum += (await other.readMetrics()).lossSum;
  }
  expect(lossSum).toBe((await trainer.readMetrics()).lossSum);
  const whole = await trainer.evaluate('test', 0, IMAGES);
  for (const rows of [3, 25, 71]) {
    let pieces = 0;
    for (let start = 0; start < IMAGES; start += rows) {
      pieces += (await trainer.evaluate('test', start, Math.min(start + rows, IMAGES))).lossSum;
    }
    expect(pieces).toBe(whole.lossSum);
  }
});

test('dropout draws the masks of src/random/streams.ts', async () => {
  const engine = await open({ threads: 2 });
  // One dense layer behind a dropout: its kernel's update shows which inputs were kept.
  const layers = layOut([28, 28, 1], [{ kind: 'dropout', rate: 0.25 }], 10, {
    ...{ norm: 'none', groups: 1, weights: 'plain', dropout: true },
    ...{ position: 'after-activation', frozen: false },
  });
  const optimizer = { name: 'sgd', learningRate: 1, momentum: 0 } as const;
  const network: Network = { input: [28, 28, 1], classes: 10, layers, optimizer, seed: 9 };
  const before = initialParameters(network);
  const trainer = engine.train(network, before);
  trainer.stepOnBatch(new Float32Array(784).fill(1), Uint8Array.of(4), 5);
  const after = (await trainer.parameters()).get('dense1/kernel') ?? [];
  const start = before.get('dense1/kernel') ?? [];
  const mask = dropoutMask(dropoutKey(9, 'dropout1'), 5, 0.25, new Float32Array(784));
  const kept = mask.map((_, i) => (after[i * 10] === start[i * 10] ? 0 : 1));
  expect(kept).toEqual(mask.map((value) => Math.sign(value)));
});

test('memory stays as it is over steps, and all of it comes back', async () => {
  const engine = await open({ threads: 2 });
  const network = awkward('group');
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  const indices = Uint32Array.from({ length: 16 }, (_, i) => i);
  trainer.step(indices, 1);
  await trainer.evaluate('test', 0, 50);
  const [live, bytes] = [engine.liveBuffers(), engine.memory.memory.buffer.byteLength];
  for (let t = 2; t <= 200; t++) trainer.step(indices, t);
  await trainer.evaluate('test', 0, 50);
  expect(engine.liveBuffers()).toEqual(live);
  expect(engine.memory.memory.buffer.byteLength).toBe(bytes);
  trainer.dispose();
  expect(engine.liveBuffers()).toEqual({ count: 0, bytes: 0 });
  for (let i = 0; i < 5; i++) await hashAfterSteps(engine, network, [16]);
  expect(engine.memory.memory.buffer.byteLength).toBe(bytes);
}, 60_000);

test('the reference CNN at batch 128 needs less than 300 MB, all images included', async () => {
  const engine = await open({ threads: 1 });
  for (const [split, count] of [
    ['train', 50_000],
    ['validation', 10_000],
    ['test', 10_000],
  ] as const)
    engine.putImages('all', split, 0, new Uint8Array(count * 784), new Uint8Array(count));
  const network = buildNetwork({ ...DEFAULT_EXPERIMENT, batch: 128 }, FASHION_MNIST);
  const trainer = await engine.createTrainer(network, initialParameters(network), 'all');
  trainer.step(
    Uint32Array.from({ length: 128 }, (_, i) => i),
    1,
  );
  await trainer.evaluate('test', 0, 32);
  expect(engine.memory.memory.buffer.byteLength).toBeLessThan(300e6);
}, 60_000);

describe('slots', () => {
  it('fall to 0 where nothing is learned any more, not to numbers that are slow', async () => {
    const engine = await open({ threads: 1 });
    engine.putImages('then black', 'train', 0, pixels.subarray(0, 784), labels.subarray(0, 1));
    engine.putImages('then black', 'train', 1, new Uint8Array(784), labels.subarray(0, 1));
    for (const name of ['adam', 'momentum', 'rmsprop'] as const) {
      const network = buildNetwork(
        { ...DEFAULT_EXPERIMENT, network: 'dense8', norm: 'none', weights: 'plain', optimizer: name },
        FASHION_MNIST,
      );
      const trainer = await engine.createTrainer(network, initialParameters(network), 'then black');
      // 0.9 ** 1500 is below the smallest number that there is.
      for (let step = 1; step <= 1500; step++) trainer.step(Uint32Array.of(step === 1 ? 0 : 1), step);
      const slots = [...(await trainer.parameters())].filter(([key]) => /dense1\/kernel\/./.test(key));
      expect(slots.length).toBe(name === 'adam' ? 2 : 1);
      for (const [key, values] of slots) {
        const denormal = values.filter((value) => value !== 0 && Math.abs(value) < 2 ** -126);
        expect(denormal.length, `${name} ${key}`).toBe(0);
      }
      trainer.dispose();
    }
  });
});

describe('the end', () => {
  test('a dead thread is a readable reason, and a fresh engine goes on', async () => {
    const engine = await open({ threads: 2 });
    const network = awkward('batch');
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
    trainer.step(Uint32Array.of(1, 2), 1);
    const checkpoint = await trainer.parameters();
    engine.threads.terminateOthers();
    expect(await engine.lost).toMatch(/CPU thread 1 stopped/);
    expect(() => trainer.step(Uint32Array.of(1, 2), 2)).toThrow(EngineLost);

    const fresh = await open({ threads: 2 });
    const next = await fresh.createTrainer(network, checkpoint, 'noise');
    next.step(Uint32Array.of(1, 2), 2);
    expect((await next.readMetrics()).images).toBe(2);
  });

  test('a relaxed build that arrived damaged is told from a machine without', async () => {
    const whole = WebAssembly.validate;
    const validate = vi.spyOn(WebAssembly, 'validate');
    let builds = 0;
    // The first build that is tried; what probes the machine is smaller.
    validate.mockImplementation((bytes) =>
      bytes.byteLength > 10_000 && ++builds === 1 ? false : whole(bytes),
    );
    const damaged = await open({ threads: 1 });
    expect(damaged.description).toBe(
      'CPU (WASM SIMD, v3) · 1 thread (the relaxed build arrived damaged, this one rounds otherwise: reload the page)',
    );
    validate.mockRestore();
    expect((await open({ threads: 1 })).description).toBe('CPU (WASM relaxed SIMD, v3) · 1 thread');
  });

  test('what does not fit is refused, and takes no room', async () => {
    const engine = await open({ threads: 1 });
    const network = awkward('batch');
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
    const before = engine.memory.liveBytes;
    const grow = vi.spyOn(engine.memory.memory, 'grow').mockImplementation(() => {
      throw new RangeError('Maximum memory size exceeded');
    });
    const many = new Uint32Array(20_000);
    expect(() => trainer.step(many, 1)).toThrow(EngineRefusal);
    expect(() => trainer.step(many, 1)).toThrow(/^CPU: what trains here takes .*, .* smaller batch size/);
    expect(engine.memory.liveBytes).toBe(before);
    grow.mockRestore();
    trainer.step(Uint32Array.of(1, 2), 1);
  });

  test('a trap is a readable reason', async () => {
    const engine = await open({ threads: 2 });
    // A program that is none.
    const nonsense = engine.memory.allocateZeroed(64);
    engine.memory.words[nonsense >>> 2] = 99;
    expect(() => engine.threads.run(nonsense, nonsense)).toThrow(/CPU engine stopped/);
    expect(await engine.lost).toMatch(/CPU (engine|thread 1) stopped/);
  });

  test('an image that is not there is named', async () => {
    const engine = await open({ threads: 1 });
    const network = awkward('batch');
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
    expect(() => trainer.step(Uint32Array.of(5, 999), 1)).toThrow('train image 999 is not in the engine');
    await expect(engine.createTrainer(network, initialParameters(network), 'other')).rejects.toThrow('other');
  });

  test('a loss that is not a number is found at its step', async () => {
    const engine = await open({ threads: 2 });
    const network = awkward('group');
    const parameters = initialParameters(network);
    const trainer = await engine.createTrainer(network, parameters, 'noise');
    trainer.step(Uint32Array.of(1), 1);
    parameters.get('conv2/kernel')?.fill(Number.NaN);
    trainer.setParameters(parameters);
    trainer.step(Uint32Array.of(1), 2);
    trainer.step(Uint32Array.of(1), 3);
    expect((await trainer.readMetrics()).firstNonFinite).toBe(2);
    expect((await trainer.readMetrics()).images).toBe(0);
  });
});
