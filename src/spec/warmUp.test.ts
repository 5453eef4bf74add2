import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeWarmUp, describeWarmUps, initialShare, isSettled } from './warmUp.ts';

const bn = (settings: Partial<Experiment>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  norm: 'batch',
  weights: 'plain',
  ...settings,
});

const share = (experiment: Experiment) => initialShare({ experiment });

describe("batch norm's moving statistics", () => {
  it('keep momentum to the power of the updates of their start', () => {
    expect(share(bn({ batch: 128 }))).toBeCloseTo(0.99 ** 141, 12);
    expect(share(bn({ batch: 128, momentum: 0.9 }))).toBeCloseTo(0.9 ** 141, 12);
    expect(share(bn({ batch: 128, momentum: 0 }))).toBe(0);
    expect(share(bn({ batch: 2 }))).toBeLessThan(1e-30);
    expect(share(bn({ batch: 128, stats: 'moving' }))).toBe(0);
    expect(share(bn({ batch: 128, norm: 'group' }))).toBe(0);
  });

  it('count what the parent of a fork did, under its own momentum', () => {
    const experiment = bn({ batch: 128, epochs: 4, momentum: 0.9 });
    // Three epochs of 47 updates each, half of another, and what is left after that: 3,000 images, then none.
    const parent = { experiment: bn({ batch: 128, epochs: 5 }), step: 165, images: 21_000 };
    expect(initialShare({ experiment, fork: parent })).toBeCloseTo(0.99 ** 165 * 0.9 ** 24, 12);
    expect(initialShare({ experiment, fork: { ...parent, initialShare: 0.5 } })).toBeCloseTo(0.5 * 0.9 ** 24);
    const frozen = { ...parent, experiment: bn({ stats: 'moving' }) };
    expect(initialShare({ experiment, fork: frozen })).toBeCloseTo(0.9 ** 24, 12);
    expect(initialShare({ experiment: { ...experiment, stats: 'moving' }, fork: parent })).toBe(0);
  });

  it('are not settled while a thousandth of them is left', () => {
    expect(isSettled(share(bn({ batch: 32 })))).toBe(false);
    expect(describeWarmUp(bn({ batch: 32 }))).toContain('still 0.3 % what');
    expect(isSettled(share(bn({ batch: 16 })))).toBe(true);
  });

  it('are spoken of where they still matter', () => {
    expect(describeWarmUp(bn({ batch: 2 }))).toBeUndefined();
    expect(describeWarmUp(bn({ batch: 128 }))).toMatch(
      /^After 141 updates .* still 24 % .*\(momentum 0\.99\)/,
    );
    const cells = [2, 64, 128].map((batch) => ({ experiment: bn({ batch }) }));
    expect(describeWarmUps(cells)).toContain('BN at batch 64 (6 %), BN at batch 128 (24 %)');
    expect(describeWarmUps([{ experiment: bn({ batch: 128, images: 50_000, epochs: 10 }) }])).toBeUndefined();
  });
});
