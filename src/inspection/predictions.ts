/** Answers `predictions`: what the network takes the test images for, in inference mode, and where it is wrong. */
import { addSums, NO_SUMS, type Sums, scoreOf } from '../training/events.ts';
import { fetchPictures } from './images.ts';
import type { Guess, ImageRef, Predictions, Question } from './question.ts';
import { argmax, checkFinite, logitsOf, rowOf, softmax, sumsOf } from './score.ts';
import type { Answering, Subject } from './subject.ts';

/** Images a piece: as many as training evaluates at a time. */
const CHUNK = 100;
const MOST_IN_CELL = 30;
const MOST_MISTAKES = 24;

/** @throws what a person should read, for a network that diverged */
export async function* predictions(
  subject: Subject,
  question: Extract<Question, { readonly kind: 'predictions' }>,
): Answering<Predictions> {
  const { network, data } = subject;
  const images = Math.min(question.images, data.test);
  const guesses: Guess[] = [];
  let sums = NO_SUMS;
  for (let start = 0; start < images; start += CHUNK) {
    yield { done: start, total: images };
    const chunk = await guess(subject, start, Math.min(start + CHUNK, images));
    guesses.push(...chunk.guesses);
    sums = addSums(sums, chunk.sums);
  }
  const cells = cellsOf(guesses, network.classes);
  const confusion = cells.map((row) => row.map((cell) => cell.length));
  return {
    kind: 'predictions',
    images,
    score: scoreOf(sums),
    confusion,
    guesses: {
      labels: Uint8Array.from(guesses, ({ label }) => label),
      predicted: Uint8Array.from(guesses, ({ predicted }) => predicted),
      probabilities: Float32Array.from(guesses, ({ probability }) => probability),
    },
    cells: cells.map((row) => row.map((cell) => mostCertain(cell, MOST_IN_CELL))),
    mistakes: await mistakesAmong(guesses, subject),
    classes: classScores(confusion),
  };
}

/** Test rows start … end − 1. */
async function guess(
  { trainer, data }: Subject,
  start: number,
  end: number,
): Promise<{ readonly guesses: readonly Guess[]; readonly sums: Sums }> {
  const rows = Array.from({ length: end - start }, (_, i) => start + i);
  const labels = (await fetchPictures(data, rows.map(testImage))).map(({ label }) => label);
  const logits = await logitsOf(trainer, { split: 'test', rows }, 'moving');
  checkFinite(logits);
  const guesses = labels.map((label, i): Guess => {
    const probabilities = softmax(rowOf(logits, rows.length, i));
    const predicted = argmax(rowOf(logits, rows.length, i));
    return { row: start + i, label, predicted, probability: probabilities[predicted] as number };
  });
  return { guesses, sums: sumsOf(logits, labels) };
}

async function mistakesAmong(
  guesses: readonly Guess[],
  { data }: Subject,
): Promise<Predictions['mistakes'][number][]> {
  const wrong = guesses.filter(({ label, predicted }) => label !== predicted);
  const mistakes = mostCertain(wrong, MOST_MISTAKES);
  const pictures = await fetchPictures(
    data,
    mistakes.map(({ row }) => testImage(row)),
  );
  return mistakes.flatMap((mistake, i) => {
    const picture = pictures[i];
    return picture ? [{ ...mistake, picture }] : [];
  });
}

const testImage = (row: number): ImageRef => ({ split: 'test', row });

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
