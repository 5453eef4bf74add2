import { describe, expect, it } from 'vitest';
import type { InspectRequest } from '../engine/engine.ts';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { cellsOf, classScores, mostCertain, predictions } from './predictions.ts';
import type { Guess } from './question.ts';

/** Rows of a request. */
const rowsOf = ({ images }: InspectRequest): number[] => ('rows' in images ? Array.from(images.rows) : []);

/** A network that is wrong about rows 3, 13, 23, …: it takes them for class 5, the surer the higher the row. */
const guessing = ({ test = 250 } = {}) =>
  scriptedSubject({
    test,
    inspect(request) {
      const rows = rowsOf(request);
      const logits = new Float32Array(10 * rows.length);
      rows.forEach((row, i) => {
        if (row % 10 === 3) logits[10 * i + 5] = Math.log(9 * (1 + row));
        else logits[10 * i + (row % 10)] = Math.log(9 * 99);
      });
      return { logits };
    },
  });

const ask = (images: number, subject = guessing()) =>
  finish(predictions(subject, { kind: 'predictions', images }));

describe('predictions', () => {
  it('counts every image once, in the row of its class', async () => {
    const { answer } = await ask(215);
    expect(answer.images).toBe(215);
    expect(answer.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([
      22, 22, 22, 22, 22, 21, 21, 21, 21, 21,
    ]);
    expect(answer.confusion[3]).toEqual([0, 0, 0, 0, 0, 22, 0, 0, 0, 0]);
    expect(answer.confusion[5]).toEqual([0, 0, 0, 0, 0, 21, 0, 0, 0, 0]);
    expect(answer.score.acc).toBeCloseTo(193 / 215, 14);
  });

  it('keeps every guess, in the order of the rows', async () => {
    const { guesses } = (await ask(20)).answer;
    expect([...guesses.labels]).toEqual(Array.from({ length: 20 }, (_, row) => row % 10));
    expect(guesses.predicted[12]).toBe(2);
    expect(guesses.predicted[13]).toBe(5);
    // 9 · 14 against 9 · 1.
    expect(guesses.probabilities[13]).toBeCloseTo(14 / 15, 6);
  });

  it('averages the cross-entropy', async () => {
    const { answer } = await ask(10);
    // Right: 891 against 9 · 1. Wrong about row 3: 1 against 36 + 9.
    const loss = (9 * -Math.log(891 / 900) + Math.log(45)) / 10;
    expect(answer.score.loss).toBeCloseTo(loss, 6);
  });

  it('gives precision and recall, undefined for what was never predicted', async () => {
    const { classes } = (await ask(20)).answer;
    expect(classes[0]).toEqual({ precision: 1, recall: 1, images: 2 });
    expect(classes[3]).toEqual({ precision: Number.NaN, recall: 0, images: 2 });
    expect(classes[5]).toEqual({ precision: 2 / 4, recall: 1, images: 2 });
  });

  it('shows the most certain mistakes first, with their pictures', async () => {
    const { mistakes } = (await ask(250)).answer;
    expect(mistakes.length).toBe(24);
    expect(mistakes.map(({ row }) => row)).toEqual(Array.from({ length: 24 }, (_, i) => 243 - 10 * i));
    expect(mistakes[0]).toMatchObject({
      label: 3,
      predicted: 5,
      picture: { split: 'test', row: 243, label: 3 },
    });
    // 9 · 244 against 9 · 1.
    expect(mistakes[0]?.probability).toBeCloseTo(244 / 245, 6);
  });

  it('keeps the thirty most certain guesses of a cell', async () => {
    const { cells } = (await ask(400, guessing({ test: 400 }))).answer;
    expect(cells[3]?.[5]?.map(({ row }) => row)).toEqual(Array.from({ length: 30 }, (_, i) => 393 - 10 * i));
    expect(cells[0]?.[0]?.map(({ row }) => row)).toEqual(Array.from({ length: 30 }, (_, i) => 10 * i));
    expect(cells[0]?.[1]).toEqual([]);
  });

  it('asks for the first test images, a hundred at a time, in inference mode', async () => {
    const subject = guessing();
    const { done } = await ask(1000, subject);
    expect(done).toEqual([0, 100, 200]);
    expect(subject.requests.flatMap(rowsOf)).toEqual(Array.from({ length: 250 }, (_, row) => row));
    expect(
      subject.requests.every(({ statistics, dropoutStep }) => statistics === 'moving' && !dropoutStep),
    ).toBe(true);
  });

  it('says that a network gives no numbers', async () => {
    const broken = scriptedSubject({ inspect: () => ({ logits: new Float32Array(1000).fill(Number.NaN) }) });
    await expect(ask(100, broken)).rejects.toThrow('diverged');
  });
});

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
