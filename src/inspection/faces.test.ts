import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/reference/network.ts';
import { minibatchOf, referenceTrainer } from '../testing/reference/trainer.ts';
import { finish } from '../testing/scriptedSubject.ts';
import { IMAGES, tinySubject } from '../testing/tinySubject.ts';
import { faces } from './faces.ts';
import type { Scored } from './question.ts';
import { recalibration } from './recalibration.ts';
import type { Subject } from './subject.ts';

const BN = { norm: 'batch', weights: 'plain' } as const;

/** The first validation images, from the float64 network. */
function score(
  { network }: Subject,
  parameters: Subject['parameters'],
  images: number,
  batch: number,
  statistics: 'minibatch' | 'moving',
): Scored {
  let [loss, right] = [0, 0];
  for (let start = 0; start < images; start += batch) {
    const rows = Array.from({ length: Math.min(batch, images - start) }, (_, i) => start + i);
    const minibatch = minibatchOf({ split: 'validation', rows }, 784, IMAGES);
    const { loss: mean, logits } = evaluate(network, parameters, minibatch, { statistics });
    loss += mean * rows.length;
    rows.forEach((row, i) => {
      const own = Array.from(logits.subarray(10 * i, 10 * i + 10));
      if (own.indexOf(Math.max(...own)) === IMAGES.validation.labels[row]) right++;
    });
  }
  return { loss: loss / images, acc: right / images };
}

describe('faces', () => {
  it('scores the same images with both statistics, a shorter last batch included', async () => {
    const subject = tinySubject(BN, referenceTrainer);
    const { answer } = await finish(faces(subject, { kind: 'faces', images: 10 }));
    expect(answer).toMatchObject({ images: 10, batch: 4 });
    const minibatch = score(subject, subject.parameters, 10, 4, 'minibatch');
    const moving = score(subject, subject.parameters, 10, 100, 'moving');
    expect(answer.minibatch.loss).toBeCloseTo(minibatch.loss, 5);
    expect(answer.minibatch.acc).toBeCloseTo(minibatch.acc, 10);
    expect(answer.moving.loss).toBeCloseTo(moving.loss, 5);
    expect(answer.moving.acc).toBeCloseTo(moving.acc, 10);
    expect(answer.layers.map(({ layer }) => layer)).toEqual(['norm1', 'norm2']);
    expect([...(answer.layers[0]?.moving.mean ?? [])]).toEqual([0, 0, 0, 0]);
    expect(answer.layers[0]?.batch.variance[0]).toBeGreaterThan(0);
  });

  it('says that a network gives no numbers', async () => {
    const subject = tinySubject(BN, referenceTrainer);
    const broken = new Map(subject.parameters).set('dense2/bias', new Float32Array(10).fill(Number.NaN));
    subject.trainer.setParameters(broken);
    await expect(finish(faces(subject, { kind: 'faces', images: 4 }))).rejects.toThrow('diverged');
  });

  it.each([{ norm: 'group' }, { ...BN, stats: 'moving' }] as const)(
    'has one score for %o',
    async (choices) => {
      const subject = tinySubject(choices, referenceTrainer);
      const { answer } = await finish(faces(subject, { kind: 'faces', images: 8 }));
      expect(answer.layers).toEqual([]);
      expect(answer.minibatch).toEqual(answer.moving);
      expect(answer.moving.loss).toBeCloseTo(score(subject, subject.parameters, 8, 4, 'minibatch').loss, 5);
    },
  );
});

describe('recalibration', () => {
  it('takes the average of the minibatches’ means and unbiased variances', async () => {
    const subject = tinySubject(BN, referenceTrainer);
    const asked: number[][] = [];
    const { trainer } = subject;
    const watched = {
      ...subject,
      trainer: {
        ...trainer,
        inspect: (request: Parameters<typeof trainer.inspect>[0]) => {
          const { images } = request;
          if ('rows' in images && images.split === 'train') asked.push(Array.from(images.rows));
          return trainer.inspect(request);
        },
      },
    };
    const question = { kind: 'recalibration', images: 10, batch: 4, scored: 12 } as const;
    const { answer } = await finish(recalibration(watched, question));
    expect(asked.map(({ length }) => length)).toEqual([4, 4, 2]);
    const [mean, variance] = [new Array<number>(4).fill(0), new Array<number>(4).fill(0)];
    for (const rows of asked) {
      const minibatch = minibatchOf({ split: 'train', rows }, 784, IMAGES);
      const exact = evaluate(subject.network, subject.parameters, minibatch, { statistics: 'minibatch' });
      for (let c = 0; c < 4; c++) {
        const channel = (exact.outputs.get('relu1') ?? new Float64Array()).filter((_, i) => i % 4 === c);
        const own = channel.reduce((a, b) => a + b) / channel.length;
        mean[c] = (mean[c] ?? 0) + own / 3;
        variance[c] =
          (variance[c] ?? 0) + channel.reduce((sum, x) => sum + (x - own) ** 2, 0) / (channel.length - 1) / 3;
      }
    }
    const [first] = answer.layers;
    for (const c of [0, 1, 2, 3]) {
      expect(first?.after.mean[c]).toBeCloseTo(mean[c] ?? Number.NaN, 6);
      expect(first?.after.variance[c]).toBeCloseTo(variance[c] ?? Number.NaN, 6);
    }
    expect([...(first?.before.variance ?? [])]).toEqual([1, 1, 1, 1]);

    const replaced = new Map(subject.parameters);
    for (const { layer, after } of answer.layers) {
      replaced.set(`${layer}/movingMean`, after.mean).set(`${layer}/movingVariance`, after.variance);
    }
    expect(answer.before.loss).toBeCloseTo(score(subject, subject.parameters, 12, 100, 'moving').loss, 5);
    expect(answer.after.loss).toBeCloseTo(score(subject, replaced, 12, 100, 'moving').loss, 5);
    expect(await trainer.parameters()).toEqual(subject.parameters);
  });

  it('puts the parameters back when nobody waits any more', async () => {
    const subject = tinySubject(BN, referenceTrainer);
    const question = { kind: 'recalibration', images: 4, batch: 4, scored: 24 } as const;
    const answering = recalibration(subject, question);
    // Two norms and a minibatch: a score, the averages in four pieces, and the first score with them.
    for (let i = 0; i < 6; i++) await answering.next();
    expect(await subject.trainer.parameters()).not.toEqual(subject.parameters);
    await answering.return(undefined as never);
    expect(await subject.trainer.parameters()).toEqual(subject.parameters);
  });

  it('says that other norms have nothing to compute anew', async () => {
    const question = { kind: 'recalibration', images: 4, batch: 4, scored: 4 } as const;
    const asked = finish(recalibration(tinySubject({ norm: 'group' }, referenceTrainer), question));
    await expect(asked).rejects.toThrow('no moving statistics that can be computed anew');
  });
});
