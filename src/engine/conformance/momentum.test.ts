/** An experiment's BN momentum reaches the moving statistics of every engine that Node runs. */
import { expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { openConformance } from '../tfjs/conformanceCpu.ts';
import { createWasmConformance } from '../wasm/conformance.ts';

const LABELS = Uint8Array.of(3, 1, 4, 1);

test.each([
  ['TensorFlow.js', openConformance],
  ['CPU', createWasmConformance],
] as const)('%s keeps that share of them', async (_, open) => {
  const engine = await open();
  const afterOneStep = async (momentum: number) => {
    const network = buildNetwork(
      { ...DEFAULT_EXPERIMENT, norm: 'batch', network: 'mlp', momentum },
      FASHION_MNIST,
    );
    const trainer = await engine.createBatchTrainer(network, initialParameters(network));
    trainer.stepOnBatch(uniform(streamKey(7, 'x'), 784 * LABELS.length), LABELS, 1);
    const { movingMean, movingVariance } = Object.fromEntries(
      [...(await trainer.parameters())].map(([name, values]) => [name.replace('norm1/', ''), values]),
    );
    trainer.dispose();
    return { mean: movingMean ?? new Float32Array(), variance: movingVariance ?? new Float32Array() };
  };
  // All of them new: the minibatch's own. They began at 0 and 1.
  const batch = await afterOneStep(0);
  expect(Math.max(...batch.mean)).toBeGreaterThan(0.1);
  for (const momentum of [0.5, 0.9, 0.9999]) {
    const { mean, variance } = await afterOneStep(momentum);
    for (const [c, value] of batch.mean.entries()) {
      expect(mean[c]).toBeCloseTo((1 - momentum) * value, 6);
      expect(variance[c]).toBeCloseTo(momentum + (1 - momentum) * (batch.variance[c] ?? Number.NaN), 6);
    }
  }
  engine.dispose();
});
