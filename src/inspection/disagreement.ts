/** Where two networks part ways over the same test images: which ones one of them recognizes and the other does not. */
import type { Guess, Predictions } from './question.ts';

export interface TwoGuesses {
  readonly row: number;
  readonly label: number;
  readonly first: Guess;
  readonly second: Guess;
}

/** Together every image once. */
export interface Disagreement {
  /** Recognized by both, and by neither: how many. */
  readonly both: number;
  readonly neither: number;
  /** Recognized by one alone; those first of which both were most sure. */
  readonly firstOnly: readonly TwoGuesses[];
  readonly secondOnly: readonly TwoGuesses[];
}

type Guesses = Pick<Predictions, 'guesses'>;

/** @returns undefined where they were not asked about the same images: other data, or another number of them */
export function disagreement(first: Guesses, second: Guesses): Disagreement | undefined {
  const pairs = pairsOf(first.guesses, second.guesses);
  if (!pairs) return undefined;
  const only = (one: 'first' | 'second', other: 'first' | 'second') =>
    pairs.filter((pair) => isRight(pair[one]) && !isRight(pair[other])).sort(surestFirst);
  const [firstOnly, secondOnly] = [only('first', 'second'), only('second', 'first')];
  const both = pairs.filter((pair) => isRight(pair.first) && isRight(pair.second)).length;
  return {
    both,
    neither: pairs.length - both - firstOnly.length - secondOnly.length,
    firstOnly,
    secondOnly,
  };
}

function pairsOf(first: Predictions['guesses'], second: Predictions['guesses']): TwoGuesses[] | undefined {
  const { length } = first.labels;
  if (second.labels.length !== length) return undefined;
  if (first.labels.some((label, row) => second.labels[row] !== label)) return undefined;
  return Array.from({ length }, (_, row) => {
    const [one, other] = [guessAt(first, row), guessAt(second, row)];
    return { row, label: one.label, first: one, second: other };
  });
}

const guessAt = ({ labels, predicted, probabilities }: Predictions['guesses'], row: number): Guess => ({
  row,
  label: labels[row] ?? 0,
  predicted: predicted[row] ?? 0,
  probability: probabilities[row] ?? 0,
});

const isRight = ({ label, predicted }: Guess): boolean => label === predicted;

/** By the less sure of the two; of equal ones the lower row first. */
const surestFirst = (a: TwoGuesses, b: TwoGuesses): number => leastSure(b) - leastSure(a) || a.row - b.row;

const leastSure = ({ first, second }: TwoGuesses): number => Math.min(first.probability, second.probability);
