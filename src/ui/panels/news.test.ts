import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun, type RunRecord } from '../../store/run.ts';
import { INITIAL_STATE } from '../../store/state.ts';
import { describeUnrepeated, endedBadly } from './news.ts';

const run = (status: RunRecord['status']): RunRecord => ({
  ...newRun('a', DEFAULT_EXPERIMENT, 0, 'BN'),
  status,
});
const diverged = run({ kind: 'diverged', step: 4, message: 'diverged at step 4, loss was NaN' });
const training = run({ kind: 'training' });

describe('news', () => {
  it('are bad once all is at rest and a run diverged or failed', () => {
    expect(endedBadly({ runs: [diverged] })).toBe(true);
    expect(endedBadly({ runs: [diverged, training] })).toBe(false);
    expect(endedBadly({ runs: [run({ kind: 'stopped' })] })).toBe(false);
  });

  it('leave the reason to a notice that gives it', () => {
    const state = { ...INITIAL_STATE, runs: [diverged] };
    expect(describeUnrepeated(state)).toContain('BN diverged at step 4, loss was NaN');
    const notices = [{ id: 1, tone: 'warning', message: 'BN diverged at step 4, loss was NaN' }] as const;
    expect(describeUnrepeated({ ...state, notices })).toBe('BN diverged.');
  });
});
