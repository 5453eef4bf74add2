import { expect, test } from 'vitest';
import { batchWords, RECALIBRATION, recalibrationQuestion } from './recalibration.ts';

const trained = { batch: 2, images: 6000 };

test('asks for 1,000 images in the minibatches of the training', () => {
  expect(recalibrationQuestion(RECALIBRATION, trained)).toEqual({
    kind: 'recalibration',
    images: 1000,
    batch: 2,
    scored: 500,
  });
});

test('never asks for more images than the run trains on, nor for more than 500 at once', () => {
  const all = { images: 1e9, batch: 'all' } as const;
  expect(recalibrationQuestion(all, trained)).toMatchObject({ images: 6000, batch: 500 });
  expect(recalibrationQuestion(all, { batch: 2, images: 300 })).toMatchObject({ images: 300, batch: 300 });
  expect(recalibrationQuestion({ images: 0, batch: 'hundred' }, trained)).toMatchObject({
    images: 1,
    batch: 100,
  });
});

test('says what each choice comes to', () => {
  expect(batchWords('as-trained', RECALIBRATION, trained)).toBe('2, as in training');
  expect(batchWords('all', RECALIBRATION, trained)).toBe('500, the largest');
});
