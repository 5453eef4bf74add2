import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './fields.ts';
import {
  AXIS_SETTINGS,
  companionOf,
  DEFAULT_MATRIX,
  goTogether,
  MAX_VALUES,
  METHODS,
  matrixCells,
  methodKey,
  offeredValues,
  readAxis,
  usualAxis,
  valueKey,
} from './matrix.ts';
import { describeProblem } from './validate.ts';

describe('matrixCells', () => {
  it('are one experiment a cell, all else as in the form', () => {
    const base = { ...DEFAULT_EXPERIMENT, epochs: 7, seed: 4, repeats: 2 };
    const experiments = matrixCells(base, DEFAULT_MATRIX).flat();
    expect(experiments).toHaveLength(6);
    expect(experiments[1]).toEqual({ ...base, norm: 'batch', weights: 'plain', batch: 64 });
    expect(experiments.at(-1)).toMatchObject({ norm: 'group', weights: 'standardized', batch: 128 });
  });
});

describe('an axis', () => {
  it('is read as a link writes it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1 }), (methods) => {
        const text = `method:${methods.map(methodKey).join(',')}`;
        expect(readAxis(text, 'rows')).toEqual({
          value: { setting: 'method', values: methods },
          problems: [],
        });
      }),
    );
    expect(readAxis('batch:64, 2,128', 'columns')).toEqual({ value: DEFAULT_MATRIX.columns, problems: [] });
    expect(readAxis('network:mlp,conv8_pool_gap', 'rows').value).toEqual({
      setting: 'network',
      values: [{ network: 'mlp' }, { network: 'conv8 pool gap' }],
    });
  });

  it('has a companion that sets something else, and offers what the form has', () => {
    for (const setting of AXIS_SETTINGS) {
      expect(goTogether(setting, companionOf(setting).setting)).toBe(true);
      const base = { ...DEFAULT_EXPERIMENT, lr: 0.02, network: 'conv8 gap' };
      const offered = offeredValues(setting, base);
      expect(new Set(offered.map(valueKey)).size).toBe(offered.length);
      if (setting !== 'method') expect(offered).toContainEqual({ [setting]: base[setting] });
      expect(usualAxis(setting, base).values.length).toBeLessThanOrEqual(MAX_VALUES);
    }
  });

  it('names what it leaves out', () => {
    const said = (text: string): string[] => readAxis(text, 'columns').problems.map(describeProblem);
    expect(said('batch:0,8,many')).toEqual([
      "columns: '0' is not a whole number from 1 to 1,024, left out",
      "columns: 'many' is not a whole number from 1 to 1,024, left out",
    ]);
    expect(said('decay:0,01')[0]).toMatch(/^columns: '01' is not a number from 0 to 1, left out$/);
    expect(said('method:batch')).toEqual([
      "columns: 'batch' is not a norm and weights such as group:standardized, left out",
    ]);
    expect(said('zebra:1')[0]).toMatch(/^columns: 'zebra' is not one of method, norm, .*, left out$/);
    for (const none of ['lr:', 'lr', 'method:'])
      expect(said(none)).toEqual([`columns: '${none}' names no values, left out`]);
    expect(said('images:60000')).toEqual([
      "columns: '60000' is not a whole number from 100 to 50,000, left out",
    ]);
    // Of a data set that is not here nobody knows how many it has.
    expect(readAxis('images:60000', 'columns', 'cats.1234').problems).toEqual([]);
    const many = Array.from({ length: 99 }, (_, i) => i + 1).join();
    expect(readAxis(`batch:${many}`, 'rows').value?.values).toHaveLength(MAX_VALUES);
  });
});
