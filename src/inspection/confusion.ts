/** Guesses sorted by true and predicted class, and what follows from their counts. */
import type { Guess, Predictions } from './question.ts';

/** The guesses by true class, then by predicted class. */
export function cellsOf(guesses: readonly Guess[], classes: number): Guess[][][] {
  const cells = Array.from({ length: classes }, () => Array.from({ length: classes }, (): Guess[] => []));
  for (const guess of guesses) cells[guess.label]?.[guess.predicted]?.push(guess);
  return cells;
}

/** The first `most` by falling probability; of equal ones the lower row first. */
export function mostCertain(guesses: readonly Guess[], most: number): Guess[] {
  return [...guesses].sort((a, b) => b.probability - a.probability || a.row - b.row).slice(0, most);
}

/**
 * Precision: of the images predicted to be of a class, the fraction that are. Recall: of the images of a class, the
 * fraction predicted to be. NaN where there are no such images.
 * @param confusion counts; row: the true class, column: the predicted one
 */
export function classScores(confusion: readonly (readonly number[])[]): Predictions['classes'] {
  return confusion.map((row, label) => {
    const correct = row[label] ?? 0;
    const images = sum(row);
    return {
      precision: correct / sum(confusion.map((other) => other[label] ?? 0)),
      recall: correct / images,
      images,
    };
  });
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
