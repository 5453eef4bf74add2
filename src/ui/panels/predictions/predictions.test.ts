import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from '../../../spec/dataSets.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun } from '../../../store/run.ts';
import { mostFrequentMistake } from './Confusion.tsx';
import { classRows, orderAfter, WORST_FIRST } from './classRows.ts';
import { sideNames } from './Disagreement.tsx';
import { cellWords, describeUnsettled, probabilityWords } from './guessWords.ts';
import { findClass, listedClasses, takenFor, takenForIt } from './mixups.ts';

describe('sideNames', () => {
  const run = (change: Partial<Experiment>, name = '') => ({
    ...newRun('a', { ...DEFAULT_EXPERIMENT, ...change }, 0, name),
  });

  it('says what tells two runs apart, and nothing else', () => {
    const bn = { norm: 'batch', weights: 'plain' } as const;
    expect(sideNames(run(bn), run({ seed: 2 }))).toEqual(['BN', 'GN(32)+WS']);
    expect(sideNames(run({ batch: 2 }), run({ batch: 64 }))).toEqual(['batch 2', 'batch 64']);
    expect(sideNames(run({}), run({ seed: 2 }))).toEqual(['seed 1', 'seed 2']);
    expect(sideNames(run({}, 'mine'), run({}, 'yours'))).toEqual(['mine', 'yours']);
  });
});

describe('words', () => {
  it('rounds probabilities, but never to certainty', () => {
    const words = [0, 0.0004, 0.0042, 0.01, 0.976, 0.9949, 0.9996, 1].map(probabilityWords);
    expect(words).toEqual(['0 %', '< 0.1 %', '0.4 %', '1 %', '98 %', '99.5 %', '> 99.9 %', '100 %']);
    expect(probabilityWords(Number.NaN)).toBe('–');
  });

  it('names what a garment was taken for', () => {
    expect(cellWords(FASHION_MNIST, 6, 4)).toBe('Shirt, taken for Coat');
    expect(cellWords(FASHION_MNIST, 6, 6)).toBe('Shirt, recognized');
  });
});

describe('describeUnsettled', () => {
  const run = newRun(
    'a',
    { ...DEFAULT_EXPERIMENT, norm: 'batch', images: 1000, batch: 10, epochs: 2, momentum: 0.99 },
    0,
    '',
  );
  const test = { acc: 0.455, loss: 1.8 };

  it('says of guesses with unsettled statistics what they are, and what the run is judged by', () => {
    expect(describeUnsettled(run, 200)).toBe(
      'Scored with moving statistics that have not settled (13 % of their initial values is left): it says little about what was learned.',
    );
    const recalibrated = { images: 1000, test: { acc: 0.771, loss: 0.7 }, validation: test };
    const finished = { ...run, status: { kind: 'finished', test, recalibrated } as const };
    expect(describeUnsettled(finished, 200)).toContain(
      'With recalibrated ones, which it is judged by, 77.1 % of the whole test set.',
    );
  });

  it('says nothing where they have settled, or there are none', () => {
    expect(describeUnsettled(run, 1000)).toBeUndefined();
    expect(describeUnsettled(newRun('b', { ...run.experiment, norm: 'group' }, 0, ''), 1)).toBeUndefined();
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

describe('a class of many', () => {
  const confusion = [
    [90, 3, 0, 7],
    [2, 50, 7, 0],
    [0, 0, 99, 1],
    [0, 3, 3, 10],
  ];

  it('was taken for others, and others for it, the most frequent first, equals in the order of the labels', () => {
    expect(takenFor(confusion, 0)).toEqual([
      { label: 3, count: 7 },
      { label: 1, count: 3 },
    ]);
    expect(takenForIt(confusion, 1)).toEqual([
      { label: 0, count: 3 },
      { label: 3, count: 3 },
    ]);
    expect(takenFor(confusion, 9)).toEqual([]);
  });

  it('is found by its name, its beginning, a part of it, in this order', () => {
    const names = ['Sea owl', 'Owlet', 'owl', 'Heron'];
    expect(findClass(names, ' OWL ')).toBe(2);
    expect(findClass(names, 'owle')).toBe(1);
    expect(findClass(names, 'ron')).toBe(3);
    expect(findClass(names, 'sea')).toBe(0);
    expect([findClass(names, ''), findClass(names, 'auk')]).toEqual([undefined, undefined]);
  });

  it('has its probability listed if it is one of the ten likeliest; of few classes all are', () => {
    expect(listedClasses([0.1, 0.7, 0.2])).toEqual([0, 1, 2]);
    const many = Array.from({ length: 200 }, (_, label) => (label === 150 ? 0.9 : 0.1 / 199));
    expect(listedClasses(many)).toEqual([150, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(listedClasses(Array(21).fill(Number.NaN))).toHaveLength(10);
  });
});
