import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import {
  describeRates,
  describeSearch,
  type EndedTrial,
  endedTrial,
  searchRates,
  trialsOf,
} from './rateSearch.ts';

const epoch = (val_acc: number) => ({ epoch: 1, images: 10, loss: 1, acc: 0.5, val_loss: 1, val_acc });
const ended = (...accuracies: number[]): EndedTrial =>
  endedTrial({ kind: 'finished' }, accuracies.map(epoch));
const DIVERGED = endedTrial({ kind: 'diverged' }, [epoch(0.99)]);
const search = (...ends: (EndedTrial | undefined)[]) => {
  const trials = trialsOf(DEFAULT_EXPERIMENT, [0.001, 0.01, 0.1].slice(0, ends.length));
  return searchRates(trials, (trial) => ends[trials.indexOf(trial)]);
};

describe('a search for the learning rate', () => {
  it('tries each rate once, under the first seed, all else as it was', () => {
    const cell = { ...DEFAULT_EXPERIMENT, seed: 7, repeats: 3 };
    expect(trialsOf(cell, [0.1, 0.2])).toEqual([
      { ...cell, repeats: 1, lr: 0.1 },
      { ...cell, repeats: 1, lr: 0.2 },
    ]);
  });

  it('takes what validates best after the last epoch, when all have ended', () => {
    expect(search(ended(0.9, 0.5), ended(0.1, 0.6), ended(0.55)).chosen).toBe(0.01);
    expect(search(ended(0.9), undefined, ended(0.5)).chosen).toBeUndefined();
    expect(search(ended(0.6), ended(0.6)).chosen).toBe(0.001);
  });

  it('goes by recalibrated statistics where the moving ones had not settled', () => {
    const [test, validation] = [
      { loss: 1, acc: 0.7 },
      { loss: 1, acc: 0.8 },
    ];
    const again = endedTrial({ kind: 'finished', recalibrated: { test, validation, images: 9 } }, [
      epoch(0.1),
    ]);
    expect(search(ended(0.5), again)).toMatchObject({ chosen: 0.01, trials: [{}, { accuracy: 0.8 }] });
    const earlier = endedTrial({ kind: 'finished', recalibrated: { test, images: 9 } }, [epoch(0.1)]);
    expect(search(ended(0.5), earlier).chosen).toBe(0.001);
  });

  it('never takes one that diverged, and nothing where all did', () => {
    expect(search(ended(0.2), DIVERGED).chosen).toBe(0.001);
    expect(search(DIVERGED, DIVERGED).chosen).toBeUndefined();
  });

  it('says what it saw', () => {
    expect(describeSearch(search(ended(0.842), DIVERGED, undefined))).toBe(
      '0.001: 84.2 %, 0.01: diverged, 0.1: not tried yet.',
    );
    expect(describeSearch(search(ended(0.1), ended(0.2)))).toBe('0.001: 10.0 %, 0.01: 20.0 %. Taken: 0.01.');
    expect(describeRates([0.001, 0.01])).toContain('of 0.001 and 0.01, tried under one seed.');
  });
});
