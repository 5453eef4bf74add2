import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import { describeGroupProgress } from './groupWords.ts';
import { spread } from './numbers.ts';

const run = (status: RunRecord['status'], held = false): RunRecord => ({
  ...newRun('a', DEFAULT_EXPERIMENT, 0, 'A'),
  status,
  held,
});
const finished = run({ kind: 'finished', test: { loss: 1, acc: 0.5 } });

describe('describeGroupProgress', () => {
  it('counts what finished, and names what did not', () => {
    expect(describeGroupProgress([finished, run({ kind: 'training' })])).toBe('1 of 2 finished');
    expect(describeGroupProgress([finished, run({ kind: 'training' }, true)])).toBe(
      '1 of 2 finished, paused',
    );
    const diverged = run({ kind: 'diverged', step: 1, message: '' });
    expect(describeGroupProgress([diverged, diverged, run({ kind: 'stopped' })])).toBe(
      '0 of 3 finished, 2 diverged, 1 stopped',
    );
  });
});

describe('spread', () => {
  it('is a mean, with its deviation from two values on', () => {
    expect(spread([undefined])).toBe('–');
    expect(spread([0.5, undefined])).toBe('50.0 %');
    expect(spread([0.591, 0.651, 0.711])).toBe('65.1 ± 6.0 %');
  });
});
