import { expect, it } from 'vitest';
import { Memory } from './memory.ts';

it('has room for what it had room for before, in whatever order it comes back', () => {
  const memory = new Memory();
  const [large, small] = [1_000_000, 1000];
  const places = [large, small].map((bytes) => {
    const place = memory.allocate(bytes);
    // Stays, between the two.
    memory.allocate(64);
    return place;
  });
  const size = memory.bytes.length;
  for (const place of places) memory.release(place);
  expect([small, large].map((bytes) => memory.allocate(bytes))).toEqual(places.toReversed());
  expect(memory.bytes).toHaveLength(size);
});
