import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeWarmUp, describeWarmUps, initialShare } from './warmUp.ts';

const bn = (settings: Partial<Experiment>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  norm: 'batch',
  weights: 'plain',
  ...settings,
});

describe("batch norm's moving statistics", () => {
  it('keep momentum to the power of the updates of their start', () => {
    expect(initialShare(bn({ batch: 128 }))).toBeCloseTo(0.99 ** 141, 12);
    expect(initialShare(bn({ batch: 128, momentum: 0.9 }))).toBeCloseTo(0.9 ** 141, 12);
    expect(initialShare(bn({ batch: 128, momentum: 0 }))).toBe(0);
    expect(initialShare(bn({ batch: 2 }))).toBeLessThan(1e-30);
    expect(initialShare(bn({ batch: 128, stats: 'moving' }))).toBe(0);
    expect(initialShare(bn({ batch: 128, norm: 'group' }))).toBe(0);
  });

  it('are spoken of where they still matter', () => {
    expect(describeWarmUp(bn({ batch: 2 }))).toBeUndefined();
    expect(describeWarmUp(bn({ batch: 128 }))).toMatch(
      /^After 141 updates .* still 24 % .*\(momentum 0\.99\)/,
    );
    const cells = [2, 64, 128].map((batch) => bn({ batch }));
    expect(describeWarmUps(cells)).toContain('BN at batch 64 (6 %), BN at batch 128 (24 %)');
    expect(describeWarmUps([bn({ batch: 128, images: 50_000, epochs: 10 })])).toBeUndefined();
  });
});
