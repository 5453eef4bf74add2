import { describe, expect, it } from 'vitest';
import type { NormKind } from '../../../../spec/norms/norms.ts';
import { describeSet, drawnSets, EXTENT, type Place, sameSet } from './setWords.ts';

const place: Place = { n: 0, h: 1, w: 2, c: 3 };

function members(norm: NormKind, groups: number): Place[] {
  const drawn = drawnSets(norm, groups);
  const found: Place[] = [];
  for (let n = 0; n < EXTENT.images; n++)
    for (let h = 0; h < EXTENT.height; h++)
      for (let w = 0; w < EXTENT.width; w++)
        for (let c = 0; c < EXTENT.channels; c++)
          if (sameSet(drawn, place, { n, h, w, c })) found.push({ n, h, w, c });
  return found;
}

const distinct = (places: readonly Place[], axis: keyof Place): number[] => [
  ...new Set(places.map((each) => each[axis])),
];

describe('the sets of the figure', () => {
  it.each<[NormKind, number, number, string]>([
    ['batch', 2, 32, 'one channel, in all 2 images'],
    ['layer', 2, 64, 'one image, with all its 4 channels'],
    ['instance', 2, 16, 'one channel of one image'],
    ['channel', 2, 4, 'one pixel of one image, with all its 4 channels'],
    ['filter-response', 2, 16, 'one channel of one image'],
    ['rms', 2, 64, 'one image, with all its 4 channels'],
    ['group', 2, 32, '2 of the 4 channels of one image'],
    ['group', 3, 32, '2 of the 4 channels of one image'],
    ['group', 4, 16, 'one channel of one image, as in instance norm'],
    ['group', 1, 64, 'one image, with all its 4 channels, as in layer norm'],
    ['group-as-published', 2, 32, '2 rows of one image, with all 4 channels'],
    ['group-as-published', 4, 16, 'one row of one image, with all 4 channels'],
  ])('%s in %i groups has %i values a set', (norm, groups, size, extent) => {
    expect(members(norm, groups)).toHaveLength(size);
    const shared = norm === 'rms' || norm === 'filter-response' ? 'root mean square' : 'mean and variance';
    expect(describeSet(drawnSets(norm, groups), place)).toBe(
      `The value at image 1, row 2, column 3, channel 4 shares its ${shared} with ${size - 1} others: ${extent}. The block falls into ${128 / size} sets of ${size}.`,
    );
  });

  it('are single values where no statistics are taken', () => {
    expect(members('dynamic-tanh', 2)).toEqual([place]);
    expect(describeSet(drawnSets('dynamic-tanh', 2), place)).toBe(
      'The value at image 1, row 2, column 3, channel 4 shares nothing with the others: what becomes of it depends on it alone.',
    );
  });

  it('are channels for group norm and rows for what the study coded', () => {
    const groups = members('group', 2);
    expect(distinct(groups, 'c')).toEqual([2, 3]);
    expect(distinct(groups, 'h')).toEqual([0, 1, 2, 3]);
    const bands = members('group-as-published', 2);
    expect(distinct(bands, 'c')).toEqual([0, 1, 2, 3]);
    expect(distinct(bands, 'h')).toEqual([0, 1]);
  });
});
