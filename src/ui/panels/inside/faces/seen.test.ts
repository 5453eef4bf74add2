import { expect, test } from 'vitest';
import { type SeenFaces, withSeen } from './seen.ts';

const answered = (images: number) => ({
  step: images / 2,
  images,
  answer: {
    kind: 'faces' as const,
    images: 500,
    batch: 2,
    minibatch: { loss: 1, acc: 0.5 },
    moving: { loss: 1, acc: 0.25 },
    layers: [],
  },
});

test('adds what is new, in order, and replaces what was asked again', () => {
  const first = withSeen([], answered(10));
  expect(withSeen(withSeen(first, answered(20)), answered(20))).toEqual([
    { images: 10, minibatch: 0.5, moving: 0.25 },
    { images: 20, minibatch: 0.5, moving: 0.25 },
  ]);
});

test('thins the older half when there are many', () => {
  let seen: readonly SeenFaces[] = [];
  for (let i = 1; i <= 201; i++) seen = withSeen(seen, answered(i));
  expect(seen).toHaveLength(151);
  expect(seen.at(-1)?.images).toBe(201);
  expect(seen.at(0)?.images).toBe(1);
});
