import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeInterrupted, interruptedRuns } from './interrupted.ts';
import { newRun, type RunRecord } from './run.ts';

const EXPERIMENT = { ...DEFAULT_EXPERIMENT, images: 100, epochs: 2 };
const at = (images: number | undefined): RunRecord => ({
  ...newRun(`run-${images}`, EXPERIMENT, 0, 'BN · seed 1'),
  status: { kind: 'interrupted' },
  kept: images === undefined ? undefined : { step: 1, images },
});

it('says where interrupted runs would go on', () => {
  expect(describeInterrupted([at(83)])).toBe('Training was interrupted: BN · seed 1 stands at 41 %.');
  expect(describeInterrupted([at(83), at(undefined)])).toBe(
    'Training was interrupted: 2 runs stand at 41 % and 0 %.',
  );
  expect(describeInterrupted([at(20), at(40), at(60)])).toBe(
    'Training was interrupted: 3 runs stand at 10 %, 20 % and 30 %.',
  );
  expect(describeInterrupted([at(20), at(40), at(60), at(199)])).toBe(
    'Training was interrupted: 4 runs stand at 10 to 99 %.',
  );
  expect(describeInterrupted([at(20), at(20)])).toBe('Training was interrupted: 2 runs stand at 10 %.');
});

it('offers what has weights or starts from its seed, and not a fork that has lost its weights', () => {
  const fork = { parent: 'BN', experiment: EXPERIMENT, step: 1, images: 2 };
  const runs = [at(20), at(undefined), { ...at(undefined), fork }, newRun('run-9', EXPERIMENT, 0, 'new')];
  expect(interruptedRuns({ runs })).toEqual(runs.slice(0, 2));
});
