import { expect, test } from 'vitest';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { distinctNames, pictureName } from './pictureName.ts';

test('names the class, the split and the row', () => {
  expect(pictureName({ split: 'test', row: 17, label: 9 }, FASHION_MNIST)).toBe('Ankle boot, test image 17');
  expect(pictureName({ split: 'train', row: 41_250, label: 0 }, FASHION_MNIST)).toBe(
    'T-shirt/top, training image 41,250',
  );
});

test('tells two classes of one name apart, and names one that has none', () => {
  expect(distinctNames({ classes: ['Cat', 'Dog', 'Cat', '', 'Cat'] })).toEqual([
    'Cat',
    'Dog',
    'Cat (2)',
    'class 3',
    'Cat (3)',
  ]);
});
