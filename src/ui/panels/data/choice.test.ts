import { expect, it } from 'vitest';
import type { Survey } from '../../../import/survey.ts';
import { type Choice, firstChoice, nextChoice } from './choice.ts';

const files = [{ path: 'cifar-100-binary.tar.gz' }];

const surveyOf = (names: readonly string[], width: number, height: number): Survey => ({
  images: 600,
  classes: names.map((name, i) => ({ label: String(i), name, count: 100, pictures: [] })),
  given: { train: 600, validation: 0, test: 0 },
  sizes: [{ width, height, count: 600 }],
  colour: true,
  skipped: [],
  offers: new Map(),
  warnings: [],
});

const fine = surveyOf(['apple', 'bear', 'bowl'], 10, 12);
const first = firstChoice(files, fine);
const chosen: Choice = {
  name: 'Mine',
  packing: { ...first.packing, channels: 1, classes: ['0', '2'] },
  classNames: { ...first.classNames, 0: 'a fruit' },
};

const next = (found: Survey): Choice => nextChoice(chosen, firstChoice(files, found), found);

it('takes the classes of another survey, and keeps what still means something', () => {
  expect(next(surveyOf(['fruit', 'animal'], 10, 12))).toEqual({
    name: 'Mine',
    packing: { ...first.packing, channels: 1, classes: ['0', '1'] },
    classNames: { 0: 'fruit', 1: 'animal' },
  });
});

it('keeps what was chosen of the same classes', () => {
  expect(next(fine)).toEqual(chosen);
});

it('takes the size of images that were turned', () => {
  const { packing } = next(surveyOf(['apple', 'bear', 'bowl'], 12, 10));
  expect(packing).toEqual({ ...chosen.packing, width: 12, height: 10 });
});
