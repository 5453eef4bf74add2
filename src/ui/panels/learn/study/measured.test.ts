import { describe, expect, it } from 'vitest';
import { STUDY_FILE_FORMAT, type StudyFile } from '../../../../results/studyFile.ts';
import { differingFields } from '../../../../spec/describe.ts';
import { CLAIMS } from './claims.ts';
import { describeFewUpdates, describeSource, measuredRows, scaleStart } from './measured.ts';

const FILE: StudyFile = {
  format: STUDY_FILE_FORMAT,
  date: '2026-11-24T23:30:00.000Z',
  budget: { name: 'quick', images: 6000, epochs: 3 },
  seeds: [1, 2, 3],
  machine: 'a processor, 2 cores',
  engines: ['CPU (WASM SIMD) · 1 thread'],
  cells: [
    {
      norm: 'batch',
      weights: 'plain',
      batch: 2,
      seeds: [1, 2, 3],
      test: [0.5, 0.6, 0.7],
      validation: [0.4, 0.6, 0.8],
      diverged: 0,
    },
    {
      norm: 'group',
      weights: 'standardized',
      batch: 2,
      seeds: [2],
      test: [0.84],
      validation: [0.85],
      diverged: 2,
    },
    {
      norm: 'batch',
      weights: 'plain',
      batch: 128,
      seeds: [1, 2],
      test: [0.9, 0.92],
      validation: [0.9, 0.92],
      diverged: 0,
    },
    {
      norm: 'group',
      weights: 'standardized',
      batch: 128,
      seeds: [],
      test: [],
      validation: [],
      diverged: 0,
    },
  ],
};

const FULL: StudyFile = { ...FILE, budget: { name: 'full', images: 50_000, epochs: 10 } };

const claim = (id: string) => {
  const found = CLAIMS.find((each) => each.id === id);
  if (!found) throw new Error(`no claim ${id}`);
  return found;
};

describe('the claims', () => {
  it('each compare two experiments that differ only in what is claimed', () => {
    const differences = CLAIMS.map(({ id, comparison }) => [
      id,
      comparison.length,
      differingFields(comparison),
    ]);
    expect(differences).toEqual([
      ['ws', 2, ['weights']],
      ['bands', 2, ['norm']],
      ['histories', 2, ['norm', 'weights']],
      ['two-faces', 2, ['norm', 'weights']],
      ['seeds', 2, ['norm', 'weights']],
    ]);
    expect(CLAIMS.map(({ comparison: [first] }) => first.batch)).toEqual([2, 2, 64, 2, 128]);
  });

  it('have the numbers of the file beside the published ones', () => {
    expect(measuredRows(FILE, claim('two-faces'))).toEqual([
      {
        name: 'BN, test',
        accuracies: [0.5, 0.6, 0.7],
        words: '60.0 ± 10.0 %',
        mean: expect.closeTo(0.6, 12),
        published: { accuracy: 0.1878, words: '18.78 %' },
      },
      {
        name: 'BN, validation',
        accuracies: [0.4, 0.6, 0.8],
        words: '60.0 ± 20.0 %',
        mean: expect.closeTo(0.6, 12),
        published: { accuracy: 0.794, words: '79.4 %' },
      },
      {
        name: 'GN(32)+WS, test',
        accuracies: [0.84],
        words: '84.0 %, 2 diverged',
        mean: 0.84,
        published: { accuracy: 0.9186, words: '91.86 %' },
      },
    ]);
    expect(measuredRows(FILE, claim('ws')).map(({ name }) => name)).toEqual(['GN(32)+WS']);
    expect(measuredRows(FILE, claim('histories'))).toEqual([]);
  });

  it('have a scale on which seeds can be told apart', () => {
    const row = (published: number, ...accuracies: number[]) => ({
      ...{ name: '', words: '', mean: 0.9, accuracies },
      published: { accuracy: published, words: '' },
    });
    expect(scaleStart([row(0.93, 0.92, 0.94), row(0.91)])).toBe(0.9);
    expect(scaleStart([row(0.93, 0.92), row(0.9)])).toBe(0.8);
    expect(scaleStart([row(0.93, 0.79)])).toBe(0.5);
    expect(scaleStart([row(0.1878, 0.79)])).toBe(0);
    expect(scaleStart([])).toBe(0.9);
  });

  it('say what is not trained yet, or not under every seed', () => {
    expect(measuredRows(FULL, claim('seeds'))).toMatchObject([
      { name: 'BN, batch 128', accuracies: [0.9, 0.92], words: '91.0 ± 1.4 %, 2 of 3 seeds' },
      { name: 'GN(32)+WS, batch 128', accuracies: [], words: 'not yet trained', mean: undefined },
    ]);
    expect(describeSource(FULL)).toBe(
      'Measured: mean ± standard deviation over seeds 1, 2 and 3 (a row of fewer says so), from 50,000 images and 10 epochs, as in the study, on 24 November 2026, a processor, 2 cores, CPU (WASM SIMD) · 1 thread. What a button sets up is trained in minutes, with 6,000 images and 3 epochs: expect lower accuracies.',
    );
  });

  it('say where the numbers come from, and which of them few updates explain', () => {
    expect(describeSource(FILE)).toBe(
      'Measured: mean ± standard deviation over seeds 1, 2 and 3 (a row of fewer says so), from 6,000 images and 3 epochs (the study: 50,000 images and 10 epochs), on 24 November 2026, a processor, 2 cores, CPU (WASM SIMD) · 1 thread.',
    );
    expect(describeFewUpdates(FILE, claim('histories'))).toContain('BN at batch 64 (6 %)');
    expect(describeFewUpdates(FILE, claim('ws'))).toBeUndefined();
    expect(describeFewUpdates(FULL, claim('histories'))).toBeUndefined();
  });
});
