import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { CurvePoint } from '../training/events.ts';
import { checksOf, describeCheck, unchecked } from './agreement.ts';
import { newRun, type RunRecord } from './run.ts';

const curve = (loss: (step: number) => number, steps = 8): CurvePoint[] =>
  Array.from({ length: steps }, (_, i) => ({
    images: 2 * (i + 1),
    step: i + 1,
    ms: i,
    loss: loss(i + 1),
    acc: 0.5,
  }));

const here = newRun('here', DEFAULT_EXPERIMENT, 0, 'GN');
const linked: RunRecord = {
  ...newRun('linked', { ...DEFAULT_EXPERIMENT, engine: 'wasm' }, 1, 'GN'),
  origin: 'link',
  lossPrecision: 2 ** -12,
  points: curve(() => 2),
  status: { kind: 'stopped' },
};
const words = (run: Partial<RunRecord>) => checksOf([linked, { ...here, ...run }]).map(describeCheck);

describe('a result from elsewhere', () => {
  it('waits to be checked until something here trains the same', () => {
    expect(unchecked({ runs: [linked] })).toEqual([linked]);
    const other = newRun('other', { ...DEFAULT_EXPERIMENT, batch: 4 }, 2, 'GN');
    expect(unchecked({ runs: [linked, other] })).toEqual([linked]);
    expect(unchecked({ runs: [linked, here] })).toEqual([]);
  });

  it('agrees, whatever engine it was trained on, or differs from a step on', () => {
    expect(words({ points: curve(() => 2.00001) })).toEqual(['within rounding so far']);
    expect(words({ points: curve((step) => (step < 5 ? 2 : 3)) })).toEqual(['differs from step 5 on']);
  });

  it('is not compared with a fork, and a fork from elsewhere with nothing', () => {
    const fork = { parent: 'BN', experiment: DEFAULT_EXPERIMENT, step: 1, images: 2 };
    expect(unchecked({ runs: [linked, { ...here, fork }] })).toEqual([linked]);
    expect(checksOf([{ ...linked, fork }, here])).toEqual([]);
  });
});
