import { expect, it } from 'vitest';
import { madeUpRun } from '../testing/madeUpRuns.ts';
import { cautionsOf } from './cautions.ts';

const base = { network: 'mlp', weights: 'plain', images: 5000, epochs: 20 } as const;
const run = (settings: Parameters<typeof madeUpRun>[0], changes = {}) =>
  madeUpRun({ ...base, ...settings }, 0.5, changes);

it('has nothing to say of runs that are what they seem', () => {
  expect(cautionsOf([run({}), run({ norm: 'batch' })])).toEqual([]);
});

it('tells why other data were trained on than were asked for, once', () => {
  expect(cautionsOf([run({}), run({})], ['No images here.', 'No images here.'])).toEqual([
    'Trained on synthetic images instead of Fashion-MNIST. No images here.',
  ]);
});

it('tells of few updates in one sentence, and on how many images statistics were recalibrated', () => {
  const few = { norm: 'batch', batch: 64, epochs: 1 } as const;
  const test = { loss: 1, acc: 0.5 };
  const outcome = { kind: 'finished', test, recalibrated: { test, images: 1234 } } as const;
  const [caution, ...others] = cautionsOf([run(few, { outcome }), run({ ...few, batch: 128, seed: 2 })]);
  expect(caution).toMatch(/^Few updates: .*BN at batch 64 \(45 %\), BN at batch 128 \(67 %\)\. /);
  expect(caution).toContain('recalibrated on 1,234 training images at the end of the run, or not at all;');
  expect(others).toEqual([]);
});

it('tells where groups are too small for group norm, once each', () => {
  const small = { network: 'small-cnn', norm: 'group' } as const;
  expect(
    cautionsOf((['plain', 'standardized'] as const).map((weights) => run({ ...small, groups: 32, weights }))),
  ).toEqual([
    'GN(32) and GN(32)+WS: Groups of one channel are instance norm (conv 8, conv 16). Groups of 2 values become about ±1 (dense 64).',
  ]);
  expect(cautionsOf([run({ ...small, groups: 64 }), run({ ...small, groups: 4 })])).toEqual([
    'GN(64): Groups of one channel are instance norm (conv 8, conv 16). Groups of 1 value become 0: dense 64 learns nothing.',
  ]);
});

it('tells of methods that train the same, once each', () => {
  const same = [1, 2].flatMap((seed) => [run({ seed }), run({ seed, weights: 'standardized' })]);
  expect(cautionsOf(same)).toEqual(['GN(32) and GN(32)+WS train the same here.']);
});
