import { describe, expect, it } from 'vitest';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { fetchPicture, fetchPictures, minibatchOf } from './images.ts';
import { pictures } from './pictures.ts';

const { data, ...rest } = scriptedSubject({ validation: 300, test: 50, inspect: () => ({}) });

describe('fetchPictures', () => {
  it('waits for every split that it needs and keeps the order', async () => {
    const refs = [
      { split: 'test', row: 49 },
      { split: 'train', row: 7 },
      { split: 'validation', row: 299 },
      { split: 'test', row: 0 },
    ] as const;
    const found = await fetchPictures(data, refs);
    expect(found.map(({ split, row }) => ({ split, row }))).toEqual(refs);
  });

  it.each([
    ['test', 50, 'There is no test image 50: the images at hand are 0 to 49.'],
    ['validation', -1, 'There is no validation image -1: the images at hand are 0 to 299.'],
    ['train', 1.5, 'There is no training image 1.5: the images at hand are 0 to 49999.'],
    ['train', 50_000, 'There is no training image 50000: the images at hand are 0 to 49999.'],
  ] as const)('says that there is no %s image %d', async (split, row, why) => {
    await expect(fetchPicture(data, { split, row })).rejects.toThrow(why);
  });
});

describe('minibatchOf', () => {
  it('puts pixels and labels side by side', async () => {
    const both = await fetchPictures(data, [
      { split: 'validation', row: 258 },
      { split: 'test', row: 9 },
    ]);
    const images = minibatchOf(both);
    if (!('pixels' in images)) throw new Error('no pixels');
    expect(images.pixels.length).toBe(2 * 784);
    expect([...images.pixels.subarray(0, 3), ...images.pixels.subarray(784, 787)]).toEqual([
      2, 1, 1, 9, 0, 0,
    ]);
    expect([...images.labels]).toEqual([8, 9]);
  });
});

describe('pictures', () => {
  it('gives the images asked for', async () => {
    const question = { kind: 'pictures', split: 'validation', rows: [12, 5] } as const;
    const { answer } = await finish(pictures({ ...rest, data }, question));
    expect(answer.pictures.map(({ row, label, pixels }) => [row, label, pixels[0]])).toEqual([
      [12, 2, 12],
      [5, 5, 5],
    ]);
  });
});
