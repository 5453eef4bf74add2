import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { type Coloured, colourFor, coloursOf } from './colours.ts';
import { SERIES_COLOURS, seriesColour, seriesDash, seriesMark } from './palette.ts';

const BN = { norm: 'batch', weights: 'plain' } as const;
const experiment = (settings: Partial<Experiment>): Experiment => ({ ...DEFAULT_EXPERIMENT, ...settings });
const run = (settings: Partial<Experiment>, colour = 0): Coloured => ({
  experiment: experiment(settings),
  colour,
});

describe('colourFor', () => {
  it('is the method’s, whichever others are there, came first or were deleted', () => {
    expect(coloursOf([run({}), run(BN)])).toEqual([0, 1]);
    expect(coloursOf([run(BN), run({})])).toEqual([1, 0]);
    expect(colourFor(run(BN), [run({ norm: 'layer', weights: 'plain' }, 3)])).toBe(1);
  });

  it('differs from other methods’ in colour, dash and mark, as far as there are any', () => {
    const groups = [1, 2, 4, 8, 16, 32].map((count) => run({ groups: count }));
    const colours = coloursOf([...groups, run(BN), run({ norm: 'none', weights: 'plain' })]);
    expect(new Set(colours.map((colour) => seriesColour(colour, 'light'))).size).toBe(8);
    expect(new Set(colours.map((colour) => seriesDash(colour).join())).size).toBe(8);
    expect(new Set(coloursOf([run({}), run(BN)]).map(seriesMark)).size).toBe(2);
  });

  it('has a dash and a mark for each batch size of a method, in one colour', () => {
    const colours = coloursOf([2, 8, 32, 64, 128].map((batch) => run({ ...BN, batch })));
    expect(new Set(colours.map((colour) => seriesColour(colour, 'light'))).size).toBe(1);
    expect(new Set(colours.map((colour) => seriesDash(colour).join())).size).toBe(5);
    expect(new Set(colours.map(seriesMark)).size).toBe(5);
  });

  it('is one for the seeds of an experiment, and another for a seed that is there twice', () => {
    const seeds = [1, 2, 3].map((seed) => run({ ...BN, seed }));
    expect(coloursOf(seeds)).toEqual([1, 1, 1]);
    expect(coloursOf([...seeds, ...seeds])).toEqual([1, 1, 1, ...Array(3).fill(1 + SERIES_COLOURS)]);
  });

  it('keeps the method’s colour for what goes on from a checkpoint', () => {
    const fork = { parent: 'BN', experiment: experiment(BN), step: 10, images: 20 };
    expect(colourFor({ experiment: experiment({ ...BN, batch: 64 }), fork }, [run(BN, 1)])).toBe(9);
  });

  it('takes the colour that a run had before, unless somebody has it or its method another', () => {
    expect(colourFor(run(BN), [], 4)).toBe(4);
    expect(colourFor(run(BN), [run({}, 4)], 4)).toBe(1);
    expect(colourFor(run({ ...BN, batch: 64 }), [run(BN, 1)], 3)).toBe(9);
    expect(colourFor(run({ ...BN, batch: 64 }), [run(BN, 1)], 17)).toBe(17);
  });

  it('gives a ninth method a colour that is there, in a dash that is not', () => {
    const nine = [1, 2, 4, 8, 16, 32].map((groups) => run({ groups }));
    const colours = coloursOf([...nine, run(BN), run({ norm: 'layer' }), run({ norm: 'rms' })]);
    expect(new Set(colours).size).toBe(9);
  });
});
