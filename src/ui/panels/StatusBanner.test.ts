import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun, type RunRecord } from '../../store/run.ts';
import { INITIAL_STATE } from '../../store/state.ts';
import type { Progress } from '../../training/events.ts';
import { describeUnrepeated, endedBadly, stageOf, turnOf } from './StatusBanner.tsx';

const run = (status: RunRecord['status']): RunRecord => ({
  ...newRun('a', DEFAULT_EXPERIMENT, 0, 'BN'),
  status,
});
const diverged = run({ kind: 'diverged', step: 4, message: 'diverged at step 4, loss was NaN' });
const training = run({ kind: 'training' });
const PROGRESS: Progress = {
  phase: { kind: 'training' },
  ...{ step: 1, totalSteps: 9, epoch: 1, images: 0, totalImages: 900, imagesPerSecond: 100, secondsLeft: 9 },
};

describe('news', () => {
  it('are bad once all is at rest and a run diverged or failed', () => {
    expect(endedBadly({ runs: [diverged] })).toBe(true);
    expect(endedBadly({ runs: [diverged, training] })).toBe(false);
    expect(endedBadly({ runs: [run({ kind: 'stopped' })] })).toBe(false);
  });

  it('are told at once where a run goes or comes back, and wait while one trains', () => {
    const turn = (...runs: readonly RunRecord[]) => turnOf({ paused: false, runs });
    const finished = run({ kind: 'finished', test: { loss: 1, acc: 0.5 } });
    expect(turn(finished)).not.toBe(turn());
    expect(turn(finished, finished)).not.toBe(turn(finished));
    const at = (images: number): RunRecord => ({ ...training, progress: { ...PROGRESS, images } });
    expect(turn(at(200))).toBe(turn(at(100)));
  });

  it('are shown at once, and not told, where a run begins to test', () => {
    const runs = [run({ kind: 'testing', done: 0, total: 9 })];
    expect(turnOf({ paused: false, runs })).toBe(turnOf({ paused: false, runs: [training] }));
    expect(stageOf({ paused: false, runs })).not.toBe(stageOf({ paused: false, runs: [training] }));
  });

  it('leave the reason to a notice that gives it', () => {
    const state = { ...INITIAL_STATE, runs: [diverged] };
    expect(describeUnrepeated(state)).toContain('BN diverged at step 4, loss was NaN');
    const notices = [{ id: 1, tone: 'warning', message: 'BN diverged at step 4, loss was NaN' }] as const;
    expect(describeUnrepeated({ ...state, notices })).toBe('BN diverged.');
  });
});
