/** The real reference CNN, dropout and all, beside TensorFlow.js's own CPU backend: the same losses step by step. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import { openConformance } from '../tfjs/conformanceCpu.ts';
import { createWasmConformance } from './conformance.ts';

const STEPS = 2;
/** Relative. Rounding differs, and steps of Adam enlarge what differs. */
const TOLERANCE = { first: 2e-5, any: 5e-3 };

let engines: ConformanceEngine[];
beforeAll(async () => {
  engines = [await openConformance(), await createWasmConformance()];
});
afterAll(() => {
  for (const engine of engines) engine.dispose();
});

// One image a step, since the other engine takes seconds for it.
test(`${STEPS} steps of GN+WS at batch 1`, async () => {
  const network = buildNetwork(DEFAULT_EXPERIMENT);
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
