import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './fields.ts';
import { learningRateAt, type RateSettings } from './learningRate.ts';

/** The rates of updates on 10 images of 100 an epoch. */
const rates = (settings: Partial<RateSettings>): number[] => {
  const all = { ...DEFAULT_EXPERIMENT, lr: 0.5, epochs: 2, ...settings };
  return Array.from({ length: all.epochs * 10 }, (_, i) => learningRateAt(all, i / 10, (i + 1) / 10));
};

describe('learningRateAt', () => {
  it('is the learning rate to the bit where nothing changes it', () => {
    for (const lr of [1e-6, 0.001, 0.3, 10]) expect(new Set(rates({ lr }))).toEqual(new Set([lr]));
  });

  it('falls along half a cosine wave', () => {
    const expected = Array.from({ length: 20 }, (_, i) => (0.5 * (1 + Math.cos((Math.PI * i) / 20))) / 2);
    rates({ schedule: 'cosine' }).forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i] ?? Number.NaN, 15);
    });
    expect(learningRateAt({ lr: 0.5, schedule: 'cosine', warmup: 0, epochs: 2 }, 2, 2.1)).toBeCloseTo(0, 15);
  });

  it('takes a tenth after half and after three quarters of the training', () => {
    expect(rates({ schedule: 'steps' })).toEqual([
      ...Array.from({ length: 10 }, () => 0.5),
      ...Array.from({ length: 5 }, () => 0.05),
      ...Array.from({ length: 5 }, () => 0.005),
    ]);
  });

  it('grows to the learning rate in the warm-up, and goes on from there', () => {
    const warm = rates({ schedule: 'cosine', warmup: 0.4 });
    [0.125, 0.25, 0.375, 0.5, 0.5].forEach((rate, i) => {
      expect(warm[i]).toBeCloseTo(rate, 12);
    });
    expect(warm[5]).toBeLessThan(0.5);
    expect(warm[12]).toBeCloseTo(0.25, 12);
    expect(rates({ warmup: 1 })[9]).toBe(0.5);
  });

  it('has a value at the very start, for those who draw it', () => {
    const at = (settings: Partial<RateSettings>) =>
      learningRateAt({ ...DEFAULT_EXPERIMENT, ...settings }, 0, 0);
    expect([at({}), at({ schedule: 'cosine' }), at({ warmup: 1 })]).toEqual([0.001, 0.001, 0]);
  });

  it('is a number even where the warm-up lasts longer than the training', () => {
    for (const warmup of [2, 5]) {
      const warm = rates({ schedule: 'cosine', warmup });
      expect(warm.at(-1)).toBeCloseTo(1 / warmup, 12);
    }
  });
});
