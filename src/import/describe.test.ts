import { expect, it } from 'vitest';
import { readDataSpec } from '../spec/readDataSpec.ts';
import { repeatWords, specOfSet } from './describe.ts';

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

it('cuts names of classes to what a record can hold, and keeps them apart', () => {
  const split = { images: new Uint8Array(), labels: new Uint8Array(4) };
  const packed = {
    sha256: 'a'.repeat(64),
    shape: [8, 8, 1],
    splits: { train: split, validation: split, test: split },
    repeats: 0,
    skipped: [],
  } as const;
  const long = 'great white shark, white shark, man-eater, man-eating shark, Carcharodon carcharias';
  const spec = specOfSet(packed, 'sharks', [long, `${long}, young`, 'pike\nperch', 'same', 'same']);
  expect(spec.classes).toEqual([long.slice(0, 80), `${long.slice(0, 76)} (2)`, 'pike perch', 'same', 'same']);
  expect(specOfSet(packed, 'fish', ['pike\nperch', 'pike perch']).classes).toEqual([
    'pike perch (2)',
    'pike perch',
  ]);
  expect(readDataSpec(JSON.parse(JSON.stringify(spec)))).toEqual({ spec });
});
