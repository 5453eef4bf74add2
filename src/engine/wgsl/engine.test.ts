/** What the compiled WebGPU engine promises beside its numbers, on a processor that plays a GPU. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialParameters, parameterSpecs, slotNames } from '../../network/parameters.ts';
import { hashOf, IMAGES, networkOf, open, rows } from '../../testing/wgslOnNoise.ts';
import { EngineLost, EngineRefusal } from '../engine.ts';
import { compileTraining } from '../program/compile.ts';
import { Compiled } from './compiled.ts';
import type { WgslEngine } from './engine.ts';
import { State } from './state.ts';

const NETWORK = networkOf();

describe('on one device', () => {
  let engine: WgslEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  const start = (network = NETWORK) => engine.createTrainer(network, initialParameters(network), 'noise');

  it('says what it is', () => {
    expect(engine.description).toBe('WebGPU (compiled) · SwiftShader');
    expect(engine.software).toBe(true);
  });

  it('a step is one submit, and a thousand take no more memory than is known before the first', async () => {
    const network = networkOf({ network: 'pool pool dense4' });
    // On a busy machine a step may take so long that it goes in pieces.
    const engine = await open({ longestSubmitMs: Number.POSITIVE_INFINITY });
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise', 3);
    const known = engine.liveBuffers();
    expect(known.count).toBe(4);
    trainer.step(rows(0, 1, 2), 1);
    await trainer.readMetrics();
    const before = { ...engine.device.made };
    for (let t = 2; t <= 1001; t++) {
      trainer.step(rows(t % IMAGES, (t + 1) % IMAGES, 5), t);
      if (t % 250 === 1) await trainer.readMetrics();
    }
    const { buffers, bindGroups, submits } = engine.device.made;
    expect({ buffers, bindGroups }).toEqual({ buffers: before.buffers, bindGroups: before.bindGroups });
    // Four of them are for reading; steps that nobody waits for go together.
    expect(submits - before.submits).toBeLessThanOrEqual(1004);
    expect(engine.liveBuffers()).toEqual(known);
    trainer.dispose();
    expect(engine.liveBuffers()).toEqual({ count: 0, bytes: 0 });
    engine.dispose();
  });

  it('a step that would block the display goes in pieces, to the same weights', async () => {
    const weightsAfter = async (longestSubmitMs: number) => {
      const engine = await open({ longestSubmitMs });
      const trainer = await engine.createTrainer(NETWORK, initialParameters(NETWORK), 'noise');
      for (let t = 1; t <= 6; t++) {
        trainer.step(rows(t, t + 1, t + 2), t);
        await trainer.readMetrics();
      }
      const hash = hashOf(await trainer.parameters());
      const { submits } = engine.device.made;
      engine.dispose();
      return { hash, submits };
    };
    const [whole, pieces] = [await weightsAfter(Number.POSITIVE_INFINITY), await weightsAfter(1e-9)];
    expect(pieces.submits).toBeGreaterThan(whole.submits + 4 * 10);
    expect(pieces.hash).toBe(whole.hash);
  });

  it('the same steps give the same weights, whoever else trains between them', async () => {
    const [first, second] = [await start(), await start()];
    for (let t = 1; t <= 5; t++) {
      first.step(rows(t, t + 1, t + 2), t);
      if (t % 2 === 0) await first.readMetrics();
      second.step(rows(t, t + 1, t + 2), t);
    }
    expect(hashOf(await first.parameters())).toBe(hashOf(await second.parameters()));
    first.dispose();
    second.dispose();
  });

  it('goes on from its parameters', async () => {
    const whole = await start();
    for (let t = 1; t <= 4; t++) whole.step(rows(t, 0), t);
    const before = await start();
    for (let t = 1; t <= 2; t++) before.step(rows(t, 0), t);
    const after = await engine.createTrainer(NETWORK, await before.parameters(), 'noise');
    for (let t = 3; t <= 4; t++) after.step(rows(t, 0), t);
    expect(hashOf(await after.parameters())).toBe(hashOf(await whole.parameters()));
    for (const trainer of [whole, before, after]) trainer.dispose();
  });

  it.each([
    ['batch', 'plain'],
    ['group', 'standardized'],
  ] as const)('a step of the reference CNN with %s norm is at most 60 dispatches', async (norm, weights) => {
    const network = networkOf({ network: 'reference-cnn', norm, weights });
    for (const tiles of ['direct', 'shared'] as const) {
      const other = await open({ tiles });
      const state = new State(other.device, parameterSpecs(network), slotNames(network.optimizer));
      for (const batch of [1, 2, 32, 128, 1024]) {
        const { dispatches } = new Compiled(other.device, compileTraining(network), batch, state);
        const count = dispatches.load.length + dispatches.rest.length;
        expect(count, `${tiles} tiles, batch ${batch}`).toBeLessThanOrEqual(60);
        expect(count).toBeGreaterThan(35);
      }
      other.dispose();
    }
  });

  it('names an image that it does not have', async () => {
    const trainer = await start();
    expect(() => trainer.step(rows(99), 1)).toThrow('train image 99 is not in the engine');
    trainer.dispose();
  });

  it('finds the first step whose loss is no number', async () => {
    const trainer = await start();
    for (let t = 1; t <= 40; t++) trainer.step(rows(0, 1), t, t >= 3 ? 1e30 : 0.001);
    const { firstNonFinite, images } = await trainer.readMetrics();
    expect(images).toBe(80);
    expect(firstNonFinite).toBeGreaterThan(3);
    trainer.dispose();
  });
});

it('a device that goes away ends steps and reads with its reason', async () => {
  const engine = await open();
  const trainer = await engine.createTrainer(NETWORK, initialParameters(NETWORK), 'noise');
  trainer.step(rows(0, 1), 1);
  const reading = trainer.readMetrics();
  engine.device.gpu.destroy();
  expect(await engine.lost).toMatch(/^WebGPU: the GPU went away \(.+\)$/);
  await reading.catch((error: unknown) => expect(error).toBeInstanceOf(EngineLost));
  expect(() => trainer.step(rows(0, 1), 2)).toThrow(EngineLost);
  await expect(trainer.parameters()).rejects.toThrow(EngineLost);
});

it('says what does not fit before anything is trained, and trains what does', async () => {
  const engine = await open({ limits: { maxBufferSize: 2 ** 20, maxStorageBufferBindingSize: 2 ** 20 } });
  const network = networkOf({ network: 'conv16 pool dense16' });
  const start = (batch: number) => engine.createTrainer(network, initialParameters(network), 'noise', batch);
  const refused = await start(64).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(EngineRefusal);
  expect(String(refused)).toMatch(
    /WebGPU: a batch of 64 would take \d+ MB in one piece, and this GPU gives 2 MB$/,
  );
  expect(engine.liveBuffers()).toEqual({ count: 0, bytes: 0 });
  const trainer = await start(2);
  trainer.step(rows(0, 1), 1);
  expect((await trainer.readMetrics()).images).toBe(2);
  // A batch that nobody announced.
  expect(() => trainer.step(new Uint32Array(64), 2)).toThrow(EngineRefusal);
  engine.dispose();
});

it('names a kernel that the GPU does not compile, and serves on', async () => {
  const engine = await open();
  const wrong = {
    label: 'conv1: conv2d',
    code: 'fn main() { let x = ; }',
    bindings: [],
    workgroups: () => 1,
  };
  await expect(engine.device.compile([wrong])).rejects.toThrow(
    /^WebGPU: this GPU does not compile conv1: conv2d \(.+\)$/,
  );
  const trainer = await engine.createTrainer(NETWORK, initialParameters(NETWORK), 'noise', 2);
  trainer.step(rows(0, 1), 1);
  expect((await trainer.readMetrics()).images).toBe(2);
  engine.dispose();
});

it('says that the GPU has no room left, and serves on', async () => {
  const engine = await open();
  const { gpu } = engine.device;
  const start = () => engine.createTrainer(NETWORK, initialParameters(NETWORK), 'noise', 2);
  gpu.popErrorScope = async () => ({ message: 'out of memory' });
  await expect(start()).rejects.toThrow(
    /^WebGPU: a batch of 2 takes 1 MB, and this GPU has no room left for that$/,
  );
  Reflect.deleteProperty(gpu, 'popErrorScope');
  expect(engine.liveBuffers()).toEqual({ count: 0, bytes: 0 });
  const trainer = await start();
  trainer.step(rows(0, 1), 1);
  expect((await trainer.readMetrics()).images).toBe(2);
  engine.dispose();
});

it('does not measure a processor that plays a GPU, unless asked', async () => {
  const known: string[] = [];
  const engine = await open({ memory: { recall: () => undefined, remember: (key) => void known.push(key) } });
  await engine.createTrainer(NETWORK, initialParameters(NETWORK), 'noise', 3);
  expect(known).toEqual([]);
  engine.dispose();
});
