import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import type { Cell } from '../../../store/cells.ts';
import { cellName, cellValue, cellWords, rawWords } from './cellWords.ts';

const NONE = { stopped: 0, interrupted: 0, failed: 0 };
const cell = (part: Partial<Cell>): Cell => ({
  ...{ id: 'group:standardized 2', row: 'GN(32)+WS', column: 'batch 2' },
  ...{ experiment: DEFAULT_EXPERIMENT, runs: [], accuracies: [], diverged: 0, unfinished: NONE },
  ...{ raw: [], recalibrated: 0, unsettled: 0 },
  ...{ underWay: undefined, open: false, search: undefined },
  ...part,
});

describe('a cell', () => {
  it('says where its search for a learning rate stands, and what it took', () => {
    const trial = { rate: 0.01, ended: true, accuracy: 0.5 };
    const open = { trials: [trial, { ...trial, rate: 0.1, ended: false }], chosen: undefined };
    expect(cellWords(cell({ search: open }))).toBe('learning rate: 1 of 2 tried');
    const found = { trials: [trial], chosen: 0.01 };
    expect(cellWords(cell({ search: found, accuracies: [0.5] }))).toBe('1 seed at learning rate 0.01');
    const none = { trials: [{ ...trial, accuracy: undefined }], chosen: undefined };
    expect(cellWords(cell({ search: none, diverged: 1 }))).toBe('diverged, at every learning rate');
  });

  it('has mean and deviation in percent, and never a deviation of one seed', () => {
    expect(cellValue(cell({}))).toBeUndefined();
    expect(cellValue(cell({ accuracies: [0.651] }))).toBe('65.1');
    // Deviation with n − 1: sqrt((0.06² + 0 + 0.06²) / 2) = 0.06.
    expect(cellValue(cell({ accuracies: [0.591, 0.651, 0.711] }))).toBe('65.1 ± 6.0');
  });

  it('marks what was tested with statistics that had not settled', () => {
    expect(rawWords(cell({ accuracies: [0.8] }))).toBeUndefined();
    const old = cell({ raw: [0.219], unsettled: 1 });
    expect([cellValue(old), rawWords(old), cellWords(old)]).toEqual([undefined, 'raw 21.9', 'not judged']);
    const judged = cell({ accuracies: [0.821, 0.825], raw: [0.2, 0.3], recalibrated: 1000 });
    expect([cellValue(judged), rawWords(judged)]).toEqual(['82.3 ± 0.3', 'raw 25.0 ± 7.1']);
  });

  it('says how many seeds, what became of the others, and what is going on', () => {
    expect(cellWords(cell({ accuracies: [0.5] }))).toBe('1 seed');
    const unfinished = { ...NONE, stopped: 2, interrupted: 1 };
    expect(cellWords(cell({ accuracies: [0.5, 0.6], diverged: 1, unfinished }))).toBe(
      '2 seeds, 1 diverged, 2 stopped, 1 interrupted',
    );
    expect(cellWords(cell({ unfinished: { ...NONE, interrupted: 1 } }))).toBe('interrupted');
    expect(cellWords(cell({ diverged: 1 }))).toBe('diverged');
    expect(cellWords(cell({ underWay: { runs: 1, done: 0.3, words: 'epoch 2 of 3' } }))).toBe('epoch 2 of 3');
    expect(cellWords(cell({ accuracies: [0.5], underWay: { runs: 2, done: 0, words: 'queued' } }))).toBe(
      '1 seed, 2 runs: queued',
    );
  });

  it('is called after its row and column', () => {
    expect(cellName(cell({}))).toBe('GN(32)+WS at batch 2');
  });
});
