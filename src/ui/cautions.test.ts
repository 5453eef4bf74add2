import { expect, it } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { newRun } from '../store/run.ts';
import { cautionsOf } from './cautions.ts';

const base = { ...DEFAULT_EXPERIMENT, network: 'mlp', weights: 'plain', images: 5000, epochs: 20 } as const;
const run = (settings: Partial<typeof DEFAULT_EXPERIMENT>) =>
  newRun('1', { ...base, ...settings }, 0, 'made up');

it('has nothing to say of runs that are what they seem', () => {
  expect(cautionsOf([run({}), run({ norm: 'batch' })])).toEqual([]);
});

it('tells of data that were not asked for, few updates and methods that train the same, once each', () => {
  const fallback = { ...run({}), data: { spec: SYNTHETIC, why: 'No images here.' } } as const;
  const few = run({ norm: 'batch', batch: 64, epochs: 1 });
  const same = [1, 2].flatMap((seed) => [run({ seed }), run({ seed, weights: 'standardized' })]);
  expect(cautionsOf([fallback, fallback])).toEqual([
    'Trained on Synthetic data, not on Fashion-MNIST: No images here.',
  ]);
  expect(cautionsOf([few]).join()).toMatch(/^Few updates: .*BN at batch 64/);
  expect(cautionsOf(same)).toEqual([
    expect.stringMatching(/^GN\(\d+\) and GN\(\d+\)\+WS train the same here\.$/),
  ]);
});
