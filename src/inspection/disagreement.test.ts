import { describe, expect, it } from 'vitest';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { disagreement } from './disagreement.ts';
import { predictions } from './predictions.ts';

const guesses = (labels: number[], predicted: number[], probabilities = labels.map(() => 0.5)) => ({
  guesses: {
    labels: Uint8Array.from(labels),
    predicted: Uint8Array.from(predicted),
    probabilities: Float32Array.from(probabilities),
  },
});
const rows = (pairs: readonly { readonly row: number }[] | undefined) => pairs?.map(({ row }) => row);

describe('disagreement', () => {
  const labels = [0, 1, 2, 3, 4, 5];

  it('counts every image once', () => {
    const found = disagreement(guesses(labels, [0, 1, 9, 3, 9, 9]), guesses(labels, [0, 9, 2, 9, 9, 8]));
    expect(found).toMatchObject({ both: 1, neither: 2 });
    expect(rows(found?.firstOnly)).toEqual([1, 3]);
    expect(rows(found?.secondOnly)).toEqual([2]);
    expect(found?.firstOnly[0]).toEqual({
      row: 1,
      label: 1,
      first: { row: 1, label: 1, predicted: 1, probability: 0.5 },
      second: { row: 1, label: 1, predicted: 9, probability: 0.5 },
    });
  });

  it('puts those first of which both are most sure', () => {
    const first = guesses([1, 1, 1], [1, 1, 1], [0.9, 0.75, 1]);
    const second = guesses([1, 1, 1], [2, 2, 2], [0.5, 0.875, 0.25]);
    expect(rows(disagreement(first, second)?.firstOnly)).toEqual([1, 0, 2]);
    expect(rows(disagreement(second, first)?.secondOnly)).toEqual([1, 0, 2]);
  });

  it('is none of different images', () => {
    expect(disagreement(guesses([0, 1], [0, 1]), guesses([0, 1, 2], [0, 1, 2]))).toBeUndefined();
    expect(disagreement(guesses([0, 1], [0, 1]), guesses([0, 2], [0, 1]))).toBeUndefined();
  });

  it('agrees with the scores of two networks', async () => {
    /** Right but for the rows that are multiples of `wrongAt`. */
    const network = (wrongAt: number) =>
      scriptedSubject({
        test: 200,
        inspect({ images }) {
          const asked = 'rows' in images ? Array.from(images.rows) : [];
          const logits = new Float32Array(10 * asked.length);
          asked.forEach((row, i) => {
            logits[10 * i + (((row % 10) + (row % wrongAt === 0 ? 1 : 0)) % 10)] = 3;
          });
          return { logits };
        },
      });
    const ask = async (wrongAt: number) =>
      (await finish(predictions(network(wrongAt), { kind: 'predictions', images: 200 }))).answer;
    const [a, b] = [await ask(4), await ask(6)];
    const found = disagreement(a, b);
    // Multiples of 4: 50. Of 6: 34. Of 12: 17.
    expect(found?.firstOnly).toHaveLength(34 - 17);
    expect(found?.secondOnly).toHaveLength(50 - 17);
    expect(found?.neither).toBe(17);
    expect((found?.both ?? 0) + (found?.firstOnly.length ?? 0)).toBe(Math.round(200 * a.score.acc));
    expect((found?.both ?? 0) + (found?.secondOnly.length ?? 0)).toBe(Math.round(200 * b.score.acc));
  });
});
