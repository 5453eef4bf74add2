import { describe, expect, it } from 'vitest';
import { inTurn, readShard } from './shard.ts';

describe('readShard', () => {
  it('takes what is given before what an environment says', () => {
    expect(readShard('2/8', { JOB_COMPLETION_INDEX: '1' })).toEqual({ index: 2, count: 8 });
    expect(readShard(undefined, {})).toBeUndefined();
    for (const wrong of ['8/8', '-1/8', '1', '1/', 'a/b', '1/8x', ''])
      expect(() => readShard(wrong, {})).toThrow(`--shard: '${wrong}' is not i/n, with i from 0 to n − 1`);
  });

  it('knows SLURM’s arrays, which begin anywhere, and Kubernetes’ indexed jobs, which do not say how many they are', () => {
    const array = { SLURM_ARRAY_TASK_ID: '14', SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_STEP: '2' };
    expect(readShard(undefined, { ...array, SLURM_ARRAY_TASK_COUNT: '4' })).toEqual({ index: 2, count: 4 });
    expect(readShard(undefined, array)).toEqual({ index: 2, count: undefined });
    expect(readShard(undefined, { JOB_COMPLETION_INDEX: '3' })).toEqual({ index: 3, count: undefined });
    expect(readShard(undefined, { JOB_COMPLETION_INDEX: '3', JOB_COMPLETIONS: '4' })).toEqual({
      index: 3,
      count: 4,
    });
    expect(readShard(undefined, { SLURM_ARRAY_TASK_ID: 'x' })).toBeUndefined();
  });
});

describe('inTurn', () => {
  const runs = [0, 1, 2, 3, 4, 5, 6];

  it('gives every shard all runs, its own share first', () => {
    expect(inTurn(runs, { index: 1, count: 3 })).toEqual([1, 4, 2, 5, 0, 3, 6]);
    expect(inTurn(runs, undefined)).toEqual(runs);
    expect(inTurn([], { index: 0, count: 2 })).toEqual([]);
  });

  it('begins at another run each where nobody knows how many there are', () => {
    expect(inTurn(runs, { index: 2, count: undefined })).toEqual([2, 3, 4, 5, 6, 0, 1]);
    expect(inTurn(runs, { index: 9, count: undefined })[0]).toBe(2);
  });
});
