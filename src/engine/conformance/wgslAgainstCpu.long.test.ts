/**
 * Twenty steps on the compiled WebGPU engine beside the CPU engine. Training enlarges rounding, of batch norm's at batch 2 a
 * hundredfold a step, so what the losses may differ by is measured: by the CPU engine's two builds, which round differently.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOut } from '../../network/build.ts';
import type { Network, Shape } from '../../network/layers.ts';
import { sizeOf } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { plansOf } from '../../spec/networks/networks.ts';
import { createWasmConformance } from '../wasm/conformance.ts';
import { createWgslConformance } from '../wgsl/conformance.ts';
import type { ConformanceEngine } from './engineOps.ts';

const STEPS = 20;
const BATCH = 2;
const CLASSES = 10;
const PATIENCE_MS = 300_000;

/** Relative: a step, and of what the CPU engine's builds have differed by so far. */
const ROUNDING = 2e-5;
const TIMES = 300;

function networkOf(name: string, norm: 'batch' | 'group', input: Shape): Network {
  const weights = norm === 'group' ? 'standardized' : 'plain';
  const choices = { norm, groups: 8, weights, position: 'after-activation', dropout: true } as const;
  const optimizer = { name: 'sgd', learningRate: 0.001, momentum: 0.9 } as const;
  const layers = layOut(input, plansOf(name), CLASSES, { ...choices, frozen: false });
  return { input, classes: CLASSES, layers, optimizer, seed: 1 };
}

let engines: ConformanceEngine[];
beforeAll(async () => {
  engines = [
    await createWasmConformance({ simd: 'relaxed' }),
    await createWasmConformance({ simd: 'strict' }),
    await createWgslConformance(),
  ];
});
afterAll(() => {
  for (const engine of engines) engine.dispose();
});

it('a norm of more workgroups than a dispatch has in a row has the same gradients', async () => {
  const [input, images] = [[2, 2, 1] as const, 1024];
  const plans = plansOf('conv64k1 gap');
  const layers = layOut(input, plans, CLASSES, {
    ...{ norm: 'group-as-published', groups: 64, weights: 'plain', position: 'after-activation' },
    ...{ dropout: false, frozen: false },
  });
  const optimizer = { name: 'sgd', learningRate: 1, momentum: 0 } as const;
  const network: Network = { input, classes: CLASSES, layers, optimizer, seed: 1 };
  const x = uniform(streamKey(1, 'x'), images * sizeOf(input));
  const labels = Uint8Array.from({ length: images }, (_, i) => (i * 13) % CLASSES);
  const [cpu, , gpu] = await Promise.all(
    engines.map(async (engine) => {
      const trainer = await engine.createBatchTrainer(network, initialParameters(network));
      trainer.stepOnBatch(x, labels, 1);
      const after = await trainer.parameters();
      trainer.dispose();
      return after;
    }),
  );
  for (const [name, values] of cpu ?? []) {
    const other = gpu?.get(name);
    const apart = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (other?.[i] ?? NaN))), 0);
    expect(apart, name).toBeLessThan(1e-4);
  }
});

describe.each([
  ['reference-cnn', [28, 28, 1]],
  ['resnet-8', [28, 28, 1]],
  ['conv5 conv7/2 pool conv11 dense13', [27, 19, 3]],
] as const)('%s on %j', (name, input) => {
  it.each(['batch', 'group'] as const)(
    '%s norm',
    async (norm) => {
      const network = networkOf(name, norm, input);
      const losses = await Promise.all(
        engines.map(async (engine) => {
          const trainer = await engine.createBatchTrainer(network, initialParameters(network));
          const seen: number[] = [];
          for (let t = 1; t <= STEPS; t++) {
            const x = uniform(streamKey(t, 'x'), BATCH * sizeOf(input));
            trainer.stepOnBatch(x, Uint8Array.of((t * 3) % CLASSES, (t * 3 + 1) % CLASSES), t);
            seen.push((await trainer.readMetrics()).lossSum / BATCH);
          }
          trainer.dispose();
          return seen;
        }),
      );
      const [cpu = [], other = [], gpu = []] = losses;
      let enlarged = 0;
      gpu.forEach((loss, i) => {
        const differs = (from: number | undefined) => Math.abs((cpu[i] ?? 0) - (from ?? 0)) / (cpu[i] ?? 0);
        enlarged = Math.max(enlarged, differs(other[i]));
        expect(differs(loss), `step ${i + 1}`).toBeLessThan(ROUNDING * (i + 1) + TIMES * enlarged);
      });
      expect(gpu).toHaveLength(STEPS);
    },
    PATIENCE_MS,
  );
});
