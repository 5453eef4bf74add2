import { describe, expect, it } from 'vitest';
import { PIXELS } from '../data/draw.ts';
import type { Experiment } from '../spec/experiment.ts';
import { evaluate } from '../testing/reference/network.ts';
import { minibatchOf, referenceTrainer } from '../testing/reference/trainer.ts';
import { finish } from '../testing/scriptedSubject.ts';
import { COUNT, IMAGES, type TinySubject, tinySubject } from '../testing/tinySubject.ts';
import { landscape } from './landscape.ts';
import type { Landscape } from './question.ts';
import type { Subject } from './subject.ts';

type ReferenceSubject = TinySubject<ReturnType<typeof referenceTrainer>>;

const subjectOf = (choices: Partial<Experiment>): ReferenceSubject => tinySubject(choices, referenceTrainer);

/** A subject that keeps the training rows it was asked about. */
function watched(subject: ReferenceSubject): ReferenceSubject & { readonly asked: number[][] } {
  const asked: number[][] = [];
  const { trainer } = subject;
  return {
    ...subject,
    asked,
    trainer: {
      ...trainer,
      inspect(request) {
        if ('rows' in request.images) asked.push(Array.from(request.images.rows));
        return trainer.inspect(request);
      },
    },
  };
}

const evaluated = (
  { network }: Subject,
  parameters: ReadonlyMap<string, ArrayLike<number>>,
  rows: number[],
) =>
  evaluate(network, parameters, minibatchOf({ split: 'train', rows }, PIXELS, IMAGES), {
    statistics: 'minibatch',
  });

/** Over all images of these minibatches. */
function meanLoss(
  subject: Subject,
  parameters: ReadonlyMap<string, ArrayLike<number>>,
  minibatches: readonly number[][],
): number {
  const sum = minibatches.reduce(
    (total, rows) => total + rows.length * evaluated(subject, parameters, rows).loss,
    0,
  );
  return sum / minibatches.flat().length;
}

describe('landscape', () => {
  const ask = (subject: Subject, reach: number, points: number) =>
    finish(landscape(subject, { kind: 'landscape', images: 10, reach, points }));
  const at = ({ points }: Landscape, place: number) => {
    const point = points.find((candidate) => candidate.at === place);
    if (!point) throw new Error(`no point at ${place}`);
    return point;
  };
  const CHOICES: readonly Partial<Experiment>[] = [
    { norm: 'batch', weights: 'plain', optimizer: 'sgd', lr: 0.01 },
    { norm: 'batch', weights: 'plain', optimizer: 'adam', lr: 0.01 },
    { norm: 'group', weights: 'standardized', optimizer: 'momentum', lr: 0.1 },
    { norm: 'none', weights: 'plain', optimizer: 'rmsprop', lr: 0.01 },
  ];

  it.each(CHOICES)('has the slope of its losses, under %o', async (choices) => {
    // Of minibatches with a batch norm over two or three images, the loss bends too much for differences.
    const { answer } = await ask(subjectOf({ ...choices, batch: 5 }), 0.004, 3);
    const difference = (at(answer, 0.004).loss - at(answer, -0.004).loss) / 0.008;
    expect(difference).not.toBe(0);
    expect(at(answer, 0).slope / difference).toBeCloseTo(1, 2);
  });

  it.each(CHOICES)('has at 0 the loss of the run, under %o', async (choices) => {
    const subject = watched(subjectOf(choices));
    const { answer } = await ask(subject, 1, 1);
    const rows = subject.asked.slice(1);
    expect(rows.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(new Set(rows.flat()).size).toBe(10);
    expect(answer).toMatchObject({ images: 10, batch: 4 });
    expect(answer.points).toHaveLength(1);
    expect(at(answer, 0).loss).toBeCloseTo(meanLoss(subject, subject.parameters, rows), 6);
  });

  it('leads at 1 where gradient descent goes next, at the learning rate of that step', async () => {
    const choices = { norm: 'batch', weights: 'plain', optimizer: 'sgd', lr: 0.1 } as const;
    const { data, ...others } = watched(subjectOf(choices));
    const rate = 0.04;
    const subject = { ...others, data: { ...data, rateAfter: () => rate } };
    const { answer } = await ask(subject, 2, 5);
    const [next = [], ...rows] = subject.asked;
    expect(next).toEqual([15, 16, 17, 18]);
    const gradients = evaluated(subject, subject.parameters, next).gradients();
    const moved = new Map(
      Array.from(subject.parameters, ([name, values]) => [
        name,
        Float64Array.from(values, (value, i) => value - rate * (gradients.get(name)?.[i] ?? 0)),
      ]),
    );
    expect(at(answer, 1).loss).toBeCloseTo(meanLoss(subject, moved, rows.slice(0, 3)), 5);
    const squares = [...gradients.values()].flatMap((gradient) => Array.from(gradient, (g) => g * g));
    expect(answer.updateNorm).toBeCloseTo(rate * Math.sqrt(squares.reduce((a, b) => a + b)), 6);
    const trained = [...gradients.keys()].flatMap((name) => Array.from(subject.parameters.get(name) ?? []));
    expect(answer.weightNorm).toBeCloseTo(Math.hypot(...trained), 6);
  });

  it('looks at the same images whatever the run, all of them where there are fewer', async () => {
    const rowsOf = async (choices: Partial<Experiment>, images: number) => {
      const subject = watched(subjectOf(choices));
      await finish(landscape(subject, { kind: 'landscape', images, reach: 1, points: 1 }));
      return subject.asked.slice(1).flat();
    };
    const rows = await rowsOf({ norm: 'batch', seed: 3, batch: 4 }, 10);
    expect(await rowsOf({ norm: 'none', seed: 4, batch: 3 }, 10)).toEqual(rows);
    expect((await rowsOf({ norm: 'none' }, 100)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: COUNT }, (_, row) => row),
    );
  });

  it('puts the parameters back, at its end and when nobody wants the answer any more', async () => {
    const subject = watched(subjectOf({ norm: 'none' }));
    const question = { kind: 'landscape', images: 10, reach: 1, points: 3 } as const;
    await finish(landscape(subject, question));
    expect(await subject.trainer.parameters()).toEqual(subject.parameters);
    const answering = landscape(subject, question);
    for (let i = 0; i < 5; i++) await answering.next();
    expect(await subject.trainer.parameters()).not.toEqual(subject.parameters);
    await answering.return(undefined as never);
    expect(await subject.trainer.parameters()).toEqual(subject.parameters);
  });

  it('says that a network gives no numbers', async () => {
    const subject = subjectOf({ norm: 'none' });
    const inspect: Subject['trainer']['inspect'] = async (request) => {
      const found = await subject.trainer.inspect(request);
      return {
        ...found,
        gradients: new Map([...found.gradients].map(([name, g]) => [name, g.fill(Number.NaN)])),
      };
    };
    await expect(ask({ ...subject, trainer: { ...subject.trainer, inspect } }, 1, 3)).rejects.toThrow(
      'diverged',
    );
  });

  it('counts the images that it has looked at', async () => {
    const { done } = await ask(subjectOf({ norm: 'none' }), 1, 2);
    expect([...new Set(done)]).toEqual([0, 4, 8, 10, 14, 18]);
  });
});
