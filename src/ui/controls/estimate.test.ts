import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun, type RunRecord } from '../../store/run.ts';
import { describeEstimate, describeTrain, trainsAlready } from './estimate.ts';

const experiment = { ...DEFAULT_EXPERIMENT, images: 3000, epochs: 2 };
const measured = (part: Partial<typeof experiment>, imagesPerSecond: number): RunRecord => ({
  ...newRun('a', { ...experiment, ...part }, 0, 'A'),
  status: { kind: 'stopped' },
  progress: {
    ...{ phase: { kind: 'training' }, step: 1, totalSteps: 9, epoch: 1, images: 2, totalImages: 6000 },
    ...{ imagesPerSecond, secondsLeft: undefined },
  },
});

describe('describeEstimate', () => {
  it('says nothing before a run of the same kind was measured', () => {
    expect(describeEstimate({ comparison: [experiment], runs: [] })).toBe('');
    const others = [measured({ batch: 64 }, 100), measured({ network: 'mlp' }, 100), measured({}, 0)];
    expect(describeEstimate({ comparison: [experiment], runs: others })).toBe('');
  });

  it('counts training images, and a third for those that are only scored', () => {
    // (2 · 3,000 + (2 · 3,000 + 10,000) / 3) / 100 = 113
    const runs = [measured({ seed: 5 }, 100)];
    expect(describeEstimate({ comparison: [experiment], runs })).toBe(
      '≈ 1 min 53 s on this machine for 1 run',
    );
    expect(describeEstimate({ comparison: [{ ...experiment, repeats: 2 }], runs })).toBe(
      '≈ 3 min 47 s on this machine for 2 runs',
    );
  });
});

describe('describeTrain', () => {
  const done = (part: Partial<typeof experiment>): RunRecord => ({
    ...newRun('a', { ...experiment, ...part }, 0, 'A'),
    status: { kind: 'finished', test: { loss: 1, acc: 0.5 } },
  });

  it('says which seed comes next when all is done', () => {
    const state = { comparison: [experiment] as const, runs: [done({})], paused: false };
    expect(describeTrain(state)).toBe('Seed 1 is done: Train adds seed 2');
    expect(describeTrain({ ...state, comparison: [{ ...experiment, lr: 0.01 }] })).toBe('');
    expect(describeTrain({ ...state, runs: [newRun('a', experiment, 0, 'A')] })).toBe(
      'These runs are training already',
    );
    const comparison = [{ ...experiment, repeats: 2 }] as const;
    const runs = [done({}), done({ seed: 2 }), measured({ seed: 5 }, 100)];
    expect(describeTrain({ ...state, comparison, runs })).toBe(
      'These seeds are done: Train adds seed 3 · ≈ 1 min 53 s on this machine for 1 run',
    );
  });
});

describe('trainsAlready', () => {
  it('is so while exactly the same runs are under way, and not while they are paused', () => {
    const runs = [newRun('a', experiment, 0, 'A')];
    const state = { comparison: [experiment] as const, runs, paused: false };
    expect(trainsAlready(state)).toBe(true);
    expect(trainsAlready({ ...state, paused: true })).toBe(false);
    expect(trainsAlready({ ...state, comparison: [{ ...experiment, seed: 2 }] })).toBe(false);
    expect(trainsAlready({ ...state, runs: [] })).toBe(false);
  });
});
