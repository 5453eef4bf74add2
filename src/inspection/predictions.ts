/** Answers `predictions`: what the network takes the test images for, in inference mode, and where it is wrong. */
import { addSums, NO_SUMS, type Sums, scoreOf } from '../training/events.ts';
import { cellsOf, classScores, mostCertain } from './confusion.ts';
import { checkFinite } from './finite.ts';
import { fetchPictures } from './images.ts';
import type { Guess, ImageRef, Predictions, Question } from './question.ts';
import { logitsOf, rowOf, sumsOf } from './score.ts';
import { argmax, softmax } from './softmax.ts';
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
