import { describe, expect, it } from 'vitest';
import type { InspectRequest } from '../engine/engine.ts';
import type { Experiment } from '../spec/experiment.ts';
import { referenceTrainer } from '../testing/reference/trainer.ts';
import { finish, type ScriptedSubject, scriptedSubject } from '../testing/scriptedSubject.ts';
import { tinySubject } from '../testing/tinySubject.ts';
import { batchMates } from './batchMates.ts';
import type { ImageRef } from './question.ts';

/** Images of a request, as the scripted pictures name themselves: their rows. */
function rowsOf({ images }: InspectRequest): number[] {
  if (!('pixels' in images)) return [];
  return Array.from(
    images.labels,
    (_, i) => (images.pixels[784 * i] ?? 0) + 256 * (images.pixels[784 * i + 1] ?? 0),
  );
}

/** The first logit of an image is its row, the second the sum of the rows of the minibatch. */
const summing = (batch: number, validation = 300): ScriptedSubject =>
  scriptedSubject({
    experiment: { batch },
    validation,
    inspect(request) {
      const rows = rowsOf(request);
      const sum = rows.reduce((a, b) => a + b);
      return { logits: Float32Array.from(rows.flatMap((row) => [row, sum, ...Array(8).fill(0)])) };
    },
  });

const ask = async (subject: ScriptedSubject, image: ImageRef, draws = 3) =>
  (await finish(batchMates(subject, { kind: 'batch-mates', image, draws }))).answer;

const IMAGE: ImageRef = { split: 'validation', row: 42 };
const companionsOf = (answer: Awaited<ReturnType<typeof ask>>) =>
  answer.draws.map(({ companions }) => companions.map(({ row }) => row));

describe('batchMates', () => {
  it('puts the image first among different companions, never twice', async () => {
    const subject = summing(8);
    const answer = await ask(subject, IMAGE, 20);
    const [alone, ...draws] = subject.requests;
    expect(alone).toMatchObject({ statistics: 'moving' });
    expect(answer.moving.slice(0, 2)).toEqual(Float32Array.of(42, 42));
    expect(answer.batch).toBe(8);
    for (const [i, request] of draws.entries()) {
      const rows = rowsOf(request);
      expect(request.statistics).toBe('minibatch');
      expect(rows[0]).toBe(42);
      expect(new Set(rows).size).toBe(8);
      expect(rows.slice(1)).toEqual(companionsOf(answer)[i]);
      expect(answer.draws[i]?.logits.slice(0, 2)).toEqual(
        Float32Array.of(
          42,
          rows.reduce((a, b) => a + b),
        ),
      );
    }
    expect(new Set(companionsOf(answer).map(String)).size).toBe(20);
  });

  it('draws the same companions again, for another run and in part for a smaller batch', async () => {
    const large = companionsOf(await ask(summing(8), IMAGE));
    const again = scriptedSubject({
      experiment: { batch: 8, norm: 'batch', seed: 7 },
      validation: 300,
      inspect: (request) => ({ logits: new Float32Array(10 * rowsOf(request).length) }),
    });
    expect(companionsOf(await ask(again, IMAGE))).toEqual(large);
    expect(companionsOf(await ask(summing(2), IMAGE))).toEqual(large.map((rows) => rows.slice(0, 1)));
  });

  it('takes companions from the validation images for an image of another split', async () => {
    const subject = summing(4, 3);
    const answer = await ask(subject, { split: 'test', row: 1 });
    expect(answer.image).toMatchObject({ split: 'test', row: 1 });
    expect(answer.draws[0]?.companions.map(({ split }) => split)).toEqual(Array(3).fill('validation'));
    expect(companionsOf(answer).map((rows) => [...rows].sort())).toEqual(Array(3).fill([0, 1, 2]));
  });

  it('leaves an image alone at batch size 1', async () => {
    const answer = await ask(summing(1), IMAGE);
    expect(answer.batch).toBe(1);
    expect(answer.draws).toEqual(Array(3).fill({ companions: [], logits: answer.moving }));
  });

  it('takes at most 64 images, and no more than there are, and says how many', async () => {
    const answer = await ask(summing(1024), IMAGE);
    expect(answer.batch).toBe(64);
    expect(answer.draws[0]?.companions.length).toBe(15);
    expect((await ask(summing(1024, 43), IMAGE)).batch).toBe(43);
  });

  it('says that an image is not there', async () => {
    await expect(ask(summing(2), { split: 'validation', row: 300 })).rejects.toThrow(
      'There is no validation image 300',
    );
  });
});

describe('batch-mates of a network', () => {
  /** The largest difference between an image's logits in five minibatches. */
  async function spread(choices: Partial<Experiment>): Promise<number> {
    const image: ImageRef = { split: 'test', row: 5 };
    const question = { kind: 'batch-mates', image, draws: 5 } as const;
    const { draws, moving } = (await finish(batchMates(tinySubject(choices, referenceTrainer), question)))
      .answer;
    const apart = (values: number[]) => Math.max(...values) - Math.min(...values);
    return Math.max(...Array.from(moving, (_, i) => apart(draws.map(({ logits }) => logits[i] as number))));
  }

  it('move an image under batch norm', async () => {
    expect(await spread({ norm: 'batch' })).toBeGreaterThan(0.05);
  });

  it.each(['group', 'layer', 'instance', 'rms', 'none'] as const)(
    'leave it where it is under %s',
    async (norm) => {
      expect(await spread({ norm })).toBeLessThan(1e-6);
    },
  );

  it('leave it where it is under a frozen batch norm, and in a minibatch of one', async () => {
    expect(await spread({ norm: 'batch', stats: 'moving' })).toBeLessThan(1e-6);
    expect(await spread({ norm: 'batch', batch: 1 })).toBe(0);
  });
});
