import { expect, it } from 'vitest';
import { afterUpdates, describeAfter, ofMinibatch } from './movingVariance.ts';

it('knows how the variance of a minibatch scatters', () => {
  const at = (batch: number) => ofMinibatch({ batch, momentum: 0.99, variance: 4 });
  expect(at(2)).toEqual({ mean: 4, deviation: 4 * Math.SQRT2 });
  expect(at(33).deviation).toBeCloseTo(1, 12);
});

it('follows the moving variance from its start', () => {
  const settings = { batch: 3, momentum: 0.5, variance: 4 };
  // By hand: v₁ = 0.5 + 0.5·4, sd 0.5·4; v₂ = 0.25 + 0.75·4, sd 4·√(0.25 + 0.0625).
  expect(afterUpdates(0, settings)).toEqual({ mean: 1, deviation: 0 });
  expect(afterUpdates(1, settings)).toEqual({ mean: 2.5, deviation: 2 });
  expect(afterUpdates(2, settings).mean).toBe(3.25);
  expect(afterUpdates(2, settings).deviation).toBeCloseTo(4 * Math.sqrt(0.3125), 12);
  // In the long run √((1 − m) / (1 + m)) of a minibatch's.
  const late = afterUpdates(10_000, { batch: 2, momentum: 0.99, variance: 4 });
  expect(late.mean).toBeCloseTo(4, 9);
  expect(late.deviation).toBeCloseTo(4 * Math.SQRT2 * Math.sqrt(0.01 / 1.99), 9);
});

/** A normal deviate from two uniform ones (Box & Muller 1958). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

it('agrees with minibatches drawn at random', () => {
  const settings = { batch: 4, momentum: 0.9, variance: 4 };
  const normal = normals(7);
  const runs = Array.from({ length: 4000 }, () => {
    let moving = 1;
    for (let t = 0; t < 20; t++) {
      const values = Array.from({ length: settings.batch }, () => 2 * normal());
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      moving = settings.momentum * moving + (1 - settings.momentum) * variance;
    }
    return moving;
  });
  const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
  const deviation = Math.sqrt(runs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / runs.length);
  const expected = afterUpdates(20, settings);
  expect(mean / expected.mean).toBeCloseTo(1, 1);
  expect(deviation / expected.deviation).toBeCloseTo(1, 1);
});

it('says how far it has come', () => {
  expect(describeAfter(100, { batch: 2, momentum: 0.99, variance: 4 })).toBe(
    'After 100 updates the moving variance has come 63 % of the way: 2.90 ± 0.37, and 4 is right. A minibatch of 2 is off by ± 141 %.',
  );
  expect(describeAfter(1, { batch: 33, momentum: 0.5, variance: 4 })).toBe(
    'After 1 update the moving variance has come 50 % of the way: 2.50 ± 0.50, and 4 is right. A minibatch of 33 is off by ± 25 %.',
  );
});
