import { describe, expect, it } from 'vitest';
import { referenceTrainer } from '../testing/reference/trainer.ts';
import { finish } from '../testing/scriptedSubject.ts';
import { tinySubject } from '../testing/tinySubject.ts';
import { answer } from './answer.ts';
import type { Question } from './question.ts';

const image = { split: 'test', row: 3 } as const;
const QUESTIONS: readonly Question[] = [
  { kind: 'snapshot' },
  { kind: 'faces', images: 8 },
  { kind: 'recalibration', images: 8, batch: 4, scored: 8 },
  { kind: 'batch-mates', image, draws: 2 },
  { kind: 'noise', layer: 'norm1', sizes: [2, 4], batches: 3 },
  { kind: 'landscape', images: 8, reach: 1, points: 3 },
  { kind: 'feature-maps', image, layer: 'conv1' },
  { kind: 'filters' },
  { kind: 'predictions', images: 8 },
  { kind: 'pictures', split: 'train', rows: [1] },
  { kind: 'classification', pixels: new Uint8Array(784) },
];

describe('answer', () => {
  it.each(QUESTIONS)(
    'answers $kind, says how far it is, and leaves the parameters as they are',
    async (question) => {
      const subject = tinySubject({ norm: 'batch', weights: 'plain' }, referenceTrainer);
      const { answer: given, done } = await finish(answer(subject, question));
      expect(given.kind).toBe(question.kind);
      expect(done.length).toBeGreaterThan(0);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(await subject.trainer.parameters()).toEqual(subject.parameters);
      expect(structuredClone(given)).toEqual(given);
    },
  );
});
