import { expect, it } from 'vitest';
import { repeatWords } from './describe.ts';

it('says of repeats whether they were left out', () => {
  expect([0, 1, 1200].map((count) => repeatWords(count, false))).toEqual([
    '',
    '1 validation or test image is a training image, too.',
    '1,200 validation or test images are training images, too.',
  ]);
  expect([1, 12].map((count) => repeatWords(count, true))).toEqual([
    '1 validation or test image was left out: it is a training image, too.',
    '12 validation or test images were left out: they are training images, too.',
  ]);
});
