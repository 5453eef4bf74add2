import { describe, expect, it } from 'vitest';
import { cellsOf, classScores, mostCertain } from './confusion.ts';
import type { Guess } from './question.ts';

const guess = (row: number, label: number, predicted: number, probability = 0.5): Guess => ({
  row,
  label,
  predicted,
  probability,
});

describe('cellsOf', () => {
  it('sorts guesses by true class, then by predicted class', () => {
    const [a, b, c] = [guess(0, 0, 1), guess(1, 1, 1), guess(2, 0, 1)];
    expect(cellsOf([a, b, c], 2)).toEqual([
      [[], [a, c]],
      [[], [b]],
    ]);
  });
});

describe('mostCertain', () => {
  it('goes by probability, then by row', () => {
    const guesses = [guess(5, 0, 0, 0.6), guess(4, 0, 0, 0.9), guess(3, 0, 0, 0.6), guess(2, 0, 0, 0.1)];
    expect(mostCertain(guesses, 3).map(({ row }) => row)).toEqual([4, 3, 5]);
  });
});

describe('classScores', () => {
  it('counts columns for precision and rows for recall', () => {
    const scores = classScores([
      [3, 1, 0],
      [2, 4, 0],
      [0, 0, 0],
    ]);
    expect(scores).toEqual([
      { precision: 3 / 5, recall: 3 / 4, images: 4 },
      { precision: 4 / 5, recall: 4 / 6, images: 6 },
      { precision: Number.NaN, recall: Number.NaN, images: 0 },
    ]);
  });
});
