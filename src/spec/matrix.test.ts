import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './fields.ts';
import { DEFAULT_MATRIX, METHODS, matrixExperiments, methodKey, readBatches, readMethods } from './matrix.ts';
import { describeProblem } from './validate.ts';

describe('matrixExperiments', () => {
  it('is one experiment a cell and seed, all else as in the form', () => {
    const base = { ...DEFAULT_EXPERIMENT, epochs: 7, seed: 4, repeats: 2 };
    const experiments = matrixExperiments(base, DEFAULT_MATRIX);
    expect(experiments).toHaveLength(12);
    expect(experiments[1]).toEqual({
      ...base,
      norm: 'batch',
      weights: 'plain',
      batch: 2,
      seed: 5,
      repeats: 1,
    });
    expect(experiments.at(-1)).toMatchObject({ norm: 'group', weights: 'standardized', batch: 128 });
  });
});

describe('readMethods and readBatches', () => {
  it('read what a link writes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1 }), (methods) => {
        expect(readMethods(methods.map(methodKey).join(','))).toEqual({ value: methods, problems: [] });
      }),
    );
    expect(readBatches('64, 2,128')).toEqual({ value: [2, 64, 128], problems: [] });
  });

  it('name what they leave out, and never end up empty', () => {
    expect(readBatches('0,8,many').problems.map(describeProblem)).toEqual([
      "batches: '0' is not a whole number from 1 to 1,024, left out",
      "batches: 'many' is not a whole number from 1 to 1,024, left out",
    ]);
    expect(readBatches('0').value).toEqual(DEFAULT_MATRIX.batches);
    expect(readMethods('batch').value).toEqual(DEFAULT_MATRIX.methods);
    expect(readMethods('batch').problems.map(describeProblem)).toEqual([
      "methods: 'batch' is not a norm and weights such as group:standardized, left out",
    ]);
    expect(readBatches(Array.from({ length: 99 }, (_, i) => i + 1).join()).value).toHaveLength(10);
  });
});
