/**
 * The layers of the reference CNN, dropout and all, on a quarter of its channels, beside TensorFlow.js's own CPU backend:
 * the same losses step by step. againstTfjs.long.test.ts takes the reference CNN itself.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildNetwork, layOut } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { plansOf } from '../../spec/networks/networks.ts';
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import { openConformance } from '../tfjs/conformanceCpu.ts';
import { createWasmConformance } from './conformance.ts';

/** The reference CNN takes TensorFlow.js seconds a step; its gradients show in the second loss. */
const LONG = process.env.LONG === 'yes';
const STEPS = LONG ? 2 : 4;
/** Relative. Rounding differs, and steps of Adam enlarge what differs. */
const TOLERANCE = { first: 2e-5, any: 5e-3 };

let engines: ConformanceEngine[];
beforeAll(async () => {
  engines = [await openConformance(), await createWasmConformance()];
});
afterAll(() => {
  for (const engine of engines) engine.dispose();
});

function networkOf(): Network {
  const network = buildNetwork(DEFAULT_EXPERIMENT, FASHION_MNIST);
  if (LONG) return network;
  const blocks = plansOf('reference-cnn').map((block) => {
    if (block.kind === 'conv') return { ...block, filters: block.filters / 4 };
    return block.kind === 'dense' ? { ...block, units: block.units / 4 } : block;
  });
  const choices = {
    norm: 'group',
    groups: 8,
    weights: 'standardized',
    position: 'after-activation',
  } as const;
  return {
    ...network,
    layers: layOut(network.input, blocks, 10, { ...choices, dropout: true, frozen: false }),
  };
}

// One image a step, since the other engine takes so long for it.
test(`${STEPS} steps of GN+WS at batch 1`, async () => {
  const network = networkOf();
  const losses = await Promise.all(
    engines.map(async (engine) => {
      const trainer = await engine.createBatchTrainer(network, initialParameters(network));
      const seen: number[] = [];
      for (let t = 1; t <= STEPS; t++) {
        const x = uniform(streamKey(t, 'x'), 784);
        trainer.stepOnBatch(x, Uint8Array.of((t * 3) % 10), t);
        seen.push((await trainer.readMetrics()).lossSum);
      }
      trainer.dispose();
      return seen;
    }),
  );
  const [expected = [], got = []] = losses;
  expect(got).toHaveLength(STEPS);
  const errors = got.map((loss, i) => Math.abs(loss - (expected[i] as number)) / (expected[i] as number));
  expect(errors[0]).toBeLessThan(TOLERANCE.first);
  expect(Math.max(...errors)).toBeLessThan(TOLERANCE.any);
}, 600_000);
