import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import { spread } from './numbers.ts';
import { describeGroupProgress, describeOrigin, describeProgress, describeSeeds } from './words.ts';

const run = (part: Partial<RunRecord>): RunRecord => ({
  ...newRun('a', DEFAULT_EXPERIMENT, 0, 'A'),
  ...part,
});

describe('describeProgress', () => {
  it.each([
    [1, 'waiting, 1st in line'],
    [2, 'waiting, 2nd in line'],
    [3, 'waiting, 3rd in line'],
    [11, 'waiting, 11th in line'],
    [22, 'waiting, 22nd in line'],
    [undefined, 'waiting'],
  ])('says the place in line: %s', (place, words) => {
    expect(describeProgress(run({}), place)).toBe(words);
  });

  it('says that a run is paused by itself, whatever it was about', () => {
    expect(describeProgress(run({ held: true }), 2)).toBe('paused');
    expect(describeProgress(run({ held: true, status: { kind: 'training' } }), undefined)).toBe('paused');
  });

  it('says where an interrupted run would go on', () => {
    const interrupted = run({ status: { kind: 'interrupted' }, kept: { step: 3690, images: 7380 } });
    expect(describeProgress(interrupted, undefined)).toBe('interrupted at 41 %');
  });
});

describe('describeOrigin', () => {
  it('says nothing of what Train made, and where all else came from', () => {
    expect(describeOrigin(run({}))).toBe('');
    expect(describeOrigin(run({ origin: 'file' }))).toBe('from a file');
    expect(describeOrigin(run({ origin: 'link' }))).toBe('from a link');
    const data = { spec: SYNTHETIC, why: 'no manifest' };
    expect(describeOrigin(run({ data }))).toBe('on Synthetic data, which was not asked for');
    const fork = { parent: 'BN · seed 1', experiment: DEFAULT_EXPERIMENT, step: 1200, images: 2400 };
    expect(describeOrigin(run({ fork }))).toBe('forked from BN · seed 1 at step 1,200');
  });
});

const finished = run({ status: { kind: 'finished', test: { loss: 1, acc: 0.5 } } });

describe('describeGroupProgress', () => {
  it('counts what finished, and names what did not', () => {
    expect(describeGroupProgress([finished, run({ status: { kind: 'training' } })])).toBe('1 of 2 finished');
    expect(describeGroupProgress([finished, run({ status: { kind: 'training' }, held: true })])).toBe(
      '1 of 2 finished, paused',
    );
    const diverged = run({ status: { kind: 'diverged', step: 1, message: '' } });
    expect(describeGroupProgress([diverged, diverged, run({ status: { kind: 'stopped' } })])).toBe(
      '0 of 3 finished, 2 diverged, 1 stopped',
    );
  });
});

describe('describeSeeds', () => {
  it('counts seeds, and names runs of the same seed', () => {
    expect(describeSeeds(3, 3)).toBe('3 seeds');
    expect(describeSeeds(1, 3)).toBe('1 seed in 3 runs');
  });
});

describe('spread', () => {
  it('is a mean, with its deviation from two values on', () => {
    expect(spread([undefined])).toBe('–');
    expect(spread([0.5, undefined])).toBe('50.0 %');
    expect(spread([0.591, 0.651, 0.711])).toBe('65.1 ± 6.0 %');
  });
});
