import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStudyFile, STUDY_FILE_FORMAT, type StudyFile, studyCell } from './studyFile.ts';

const FILE: StudyFile = {
  format: STUDY_FILE_FORMAT,
  date: '2026-11-24T10:30:00.000Z',
  budget: { name: 'quick', images: 6000, epochs: 3 },
  seeds: [1, 2],
  machine: 'a processor, 2 cores',
  engines: ['CPU (WASM SIMD) · 1 thread'],
  cells: [
    {
      norm: 'batch',
      weights: 'plain',
      batch: 2,
      seeds: [1, 2],
      test: [0.5, 0.6],
      validation: [0.4, 0.7],
      diverged: 0,
    },
    { norm: 'group', weights: 'plain', batch: 2, seeds: [], test: [], validation: [], diverged: 2 },
  ],
};

describe('readStudyFile', () => {
  it('gives back what was written', () => {
    expect(readStudyFile(JSON.parse(JSON.stringify(FILE)))).toEqual({ file: FILE });
  });

  it('finds a cell by method and batch size', () => {
    expect(studyCell(FILE, { norm: 'batch', weights: 'plain' }, 2)?.test).toEqual([0.5, 0.6]);
    expect(studyCell(FILE, { norm: 'batch', weights: 'standardized' }, 2)).toBeUndefined();
    expect(studyCell(FILE, { norm: 'batch', weights: 'plain' }, 64)).toBeUndefined();
  });

  const [cell] = FILE.cells;
  it.each<[string, unknown, string]>([
    ['another format', { ...FILE, format: 'norm-playground/study/2' }, 'format'],
    ['no date', { ...FILE, date: 'yesterday' }, 'date'],
    ['an unknown norm', { ...FILE, cells: [{ ...cell, norm: 'magic' }] }, 'cells.0.norm'],
    ['an accuracy in percent', { ...FILE, cells: [{ ...cell, test: [50, 60] }] }, 'cells.0.test.0'],
    ['a seed without its accuracy', { ...FILE, cells: [{ ...cell, test: [0.5] }] }, 'cells.0'],
    ['no cells', { ...FILE, cells: [] }, 'cells'],
    ['a page of HTML', '<!doctype html>', 'the whole file'],
    ['nothing', null, 'the whole file'],
  ])('refuses %s, by the place of the mistake', (_, input, place) => {
    expect(readStudyFile(input)).toEqual({ problem: `${place} is not what this page expects` });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (input) => 'problem' in readStudyFile(input)));
  });
});
