import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { INITIAL_PREDICTIONS } from '../../../store/predictionsView.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import { chosenRun } from './chosenRun.ts';
import { classRows, orderAfter, WORST_FIRST } from './classRows.ts';
import { cellWords, probabilityWords } from './guessWords.ts';
import { mostFrequentMistake } from './mostFrequentMistake.ts';

const KEPT = { step: 10, images: 20 };
const run = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, DEFAULT_EXPERIMENT, 0, id),
  ...change,
});
const finished = (id: string, change: Partial<RunRecord> = {}): RunRecord =>
  run(id, { status: { kind: 'finished', test: { loss: 1, acc: 0.5 } }, kept: KEPT, ...change });

describe('chosenRun', () => {
  const chosen = (runs: readonly RunRecord[], wish?: string, shown?: string) =>
    chosenRun({ runs, predictions: { ...INITIAL_PREDICTIONS, run: wish } }, shown);

  it('is the last finished run that the charts show', () => {
    expect(chosen([finished('a'), finished('b'), run('c'), finished('d', { visible: false })])).toBe('b');
  });

  it('is one that trains where none has finished', () => {
    expect(chosen([run('a'), run('b'), run('c', { status: { kind: 'stopped' } })])).toBe('b');
  });

  it('prefers a run with weights to one that a link brought without', () => {
    expect(
      chosen([run('a', { status: { kind: 'stopped' }, kept: KEPT }), finished('b', { kept: undefined })]),
    ).toBe('a');
    expect(chosen([finished('b', { kept: undefined })])).toBe('b');
  });

  it('is what the visitor chose, for as long as it is there', () => {
    expect(chosen([finished('a'), finished('b')], 'a')).toBe('a');
    expect(chosen([finished('a'), finished('b')], 'gone')).toBe('b');
    expect(chosen([])).toBeUndefined();
  });

  it('stays with the run that is shown when another one finishes', () => {
    expect(chosen([finished('a'), finished('b')], undefined, 'a')).toBe('a');
    expect(chosen([finished('a'), finished('b')], 'b', 'a')).toBe('b');
    expect(chosen([finished('a'), finished('b')], undefined, 'gone')).toBe('b');
  });
});

describe('words', () => {
  it('rounds probabilities, but never to certainty', () => {
    const words = [0, 0.0004, 0.0042, 0.01, 0.976, 0.9949, 0.9996, 1].map(probabilityWords);
    expect(words).toEqual(['0 %', '< 0.1 %', '0.4 %', '1 %', '98 %', '99.5 %', '> 99.9 %', '100 %']);
    expect(probabilityWords(Number.NaN)).toBe('–');
  });

  it('names what a garment was taken for', () => {
    expect(cellWords(6, 4)).toBe('Shirt, taken for Coat');
    expect(cellWords(6, 6)).toBe('Shirt, recognized');
  });
});

describe('mostFrequentMistake', () => {
  it('is the fullest cell off the diagonal', () => {
    expect(
      mostFrequentMistake([
        [90, 3, 0],
        [7, 50, 7],
        [0, 0, 99],
      ]),
    ).toEqual({ label: 1, predicted: 0 });
  });

  it('is none where all is right', () => {
    expect(
      mostFrequentMistake([
        [90, 0],
        [0, 50],
      ]),
    ).toBeUndefined();
  });
});

describe('classRows', () => {
  const classes = [
    { precision: 0.5, recall: 0.9, images: 10 },
    { precision: Number.NaN, recall: 0, images: 12 },
    { precision: 0.8, recall: 0.4, images: 11 },
    { precision: 0.6, recall: 0.4, images: 9 },
  ];
  const labels = (order: Parameters<typeof classRows>[1]) =>
    classRows(classes, order).map(({ label }) => label);

  it('starts with the worst, equals in the order of the labels', () => {
    expect(labels(WORST_FIRST)).toEqual([1, 2, 3, 0]);
  });

  it('leaves what is not defined at the end, whichever way', () => {
    expect(labels({ by: 'precision', direction: 'ascending' })).toEqual([0, 3, 2, 1]);
    expect(labels({ by: 'precision', direction: 'descending' })).toEqual([2, 3, 0, 1]);
  });

  it('turns round at a second click', () => {
    expect(orderAfter(WORST_FIRST, 'recall')).toEqual({ by: 'recall', direction: 'descending' });
    expect(orderAfter(WORST_FIRST, 'images')).toEqual({ by: 'images', direction: 'ascending' });
    expect(orderAfter({ by: 'recall', direction: 'descending' }, 'recall')).toEqual(WORST_FIRST);
  });
});
