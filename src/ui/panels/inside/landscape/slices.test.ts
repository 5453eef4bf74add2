import { expect, test } from 'vitest';
import { earlierLooks, type Look, type Looks, sliceOf, withLook } from './slices.ts';

const look = (updateNorm: number): Look => ({
  step: 1,
  images: 2,
  answer: {
    kind: 'landscape',
    images: 64,
    batch: 2,
    updateNorm,
    weightNorm: 10,
    points: [-2, 0, 2].map((at) => ({ at, loss: 3 + at * at, slope: 1 })),
  },
});
const style = { colour: 'var(--series-0)', dash: '7 4' };

test('x is in updates of each look, and the next update is marked between points', () => {
  expect(sliceOf(look(0.5), [], style, 'updates', 'loss')).toEqual({
    ...style,
    points: [
      { x: -2, loss: 7 },
      { x: 0, loss: 3 },
      { x: 2, loss: 7 },
    ],
    tangent: [
      { x: -2, loss: 1 },
      { x: 0, loss: 3 },
      { x: 2, loss: 5 },
    ],
    earlier: [],
    marked: [
      { x: 0, loss: 3 },
      { x: 1, loss: 5 },
    ],
  });
});

test('relative distances follow the norms of each look', () => {
  const slice = sliceOf(look(0.5), [look(1)], style, 'relative', 'loss');
  expect(slice.points.map(({ x }) => x)).toEqual([-0.1, 0, 0.1]);
  expect(slice.earlier[0]?.map(({ x }) => x)).toEqual([-0.2, 0, 0.2]);
  expect(slice.marked[1]).toEqual({ x: 0.05, loss: 5 });
});

test('changes of the loss are counted from where each look was taken', () => {
  const slice = sliceOf(look(0.5), [look(1)], style, 'updates', 'change');
  expect(slice.points.map(({ loss }) => loss)).toEqual([4, 0, 4]);
  expect(slice.tangent.map(({ loss }) => loss)).toEqual([-2, 0, 2]);
  expect(slice.earlier[0]?.map(({ loss }) => loss)).toEqual([4, 0, 4]);
});

const reaching = (step: number, reach = 4): Look => ({
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
  for (let step = 1; step <= 8; step++) looks = withLook(looks, 'a', reaching(step));
  expect(earlierLooks(looks, 'a', reaching(8)).map(({ step }) => step)).toEqual([3, 4, 5, 6, 7]);
  expect(earlierLooks(looks, 'b', reaching(8))).toEqual([]);
});

test('a look at the same update replaces the one before', () => {
  const again = reaching(3);
  const looks = withLook(withLook({}, 'a', reaching(3)), 'a', again);
  expect(looks.a).toEqual([again]);
  expect(withLook(looks, 'a', again)).toBe(looks);
});

test('looks of another reach are not compared', () => {
  const looks = withLook(withLook({}, 'a', reaching(1, 8)), 'a', reaching(2));
  expect(earlierLooks(looks, 'a', reaching(3)).map(({ step }) => step)).toEqual([2]);
});
