import { describe, expect, it } from 'vitest';
import { placeOfImage, splitOfFile } from './names.ts';

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

it.each([
  ['x.npz/val_images.npy', 'validation'],
  ['emnist-letters-test', 'test'],
  ['set.npz/Xtrain.npy', 'train'],
  ['set.npz/ytest.npy', 'test'],
  ['train/set_valY2.npy', 'validation'],
  ['cifar-10-batches-bin/data_batch_1.bin', 'train'],
  ['cifar-10-batches-bin/test_batch.bin', 'test'],
  ['X_train2.npy', 'train'],
  ['latest.npy', undefined],
])('a file of images called %s is of split %s', (path, split) => {
  expect(splitOfFile(path)).toBe(split);
});
