import { describe, expect, it } from 'vitest';
import { placeOfImage } from './names.ts';

describe('an image', () => {
  it.each([
    ['digits/train/7/1.png', '7', 'train'],
    ['train.zip/cat/1.png', 'cat', 'train'],
    ['test.tar/cat/1.png', 'cat', 'test'],
    ['cats.zip/1.png', 'cats', undefined],
    ['x.zip/train/train/1.png', 'train', 'train'],
    ['test/eval/1.png', 'eval', 'test'],
  ])('of %s is of class %s in %s', (path, label, split) => {
    expect(placeOfImage(path)).toEqual({ label, split });
  });

  it.each(['1.png', 'vehicles/train/1.png', 'test.zip/1.png', 'test.zip/test/1.png'])(
    'of %s has no class',
    (path) => expect(placeOfImage(path)).toBeUndefined(),
  );
});
