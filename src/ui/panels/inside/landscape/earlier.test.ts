import { expect, test } from 'vitest';
import { earlierLooks, type Look, type Looks, withLook } from './earlier.ts';

const look = (step: number, reach = 4): Look => ({
  step,
  images: 2 * step,
  answer: {
    kind: 'landscape',
    images: 64,
    batch: 2,
    updateNorm: 1,
    weightNorm: 1,
    points: [
      { at: -reach, loss: 1, slope: 0 },
      { at: reach, loss: 1, slope: 0 },
    ],
  },
});

test('keeps the latest five before the one that is shown', () => {
  let looks: Looks = {};
  for (let step = 1; step <= 8; step++) looks = withLook(looks, 'a', look(step));
  expect(earlierLooks(looks, 'a', look(8)).map(({ step }) => step)).toEqual([3, 4, 5, 6, 7]);
  expect(earlierLooks(looks, 'b', look(8))).toEqual([]);
});

test('a look at the same update replaces the one before', () => {
  const again = look(3);
  const looks = withLook(withLook({}, 'a', look(3)), 'a', again);
  expect(looks.a).toEqual([again]);
  expect(withLook(looks, 'a', again)).toBe(looks);
});

test('looks of another reach are not compared', () => {
  const looks = withLook(withLook({}, 'a', look(1, 8)), 'a', look(2));
  expect(earlierLooks(looks, 'a', look(3)).map(({ step }) => step)).toEqual([2]);
});
