import { expect, test } from 'vitest';
import { pictureName } from './pictureName.ts';

test('names the class, the split and the row', () => {
  expect(pictureName({ split: 'test', row: 17, label: 9 })).toBe('Ankle boot, test image 17');
  expect(pictureName({ split: 'train', row: 41_250, label: 0 })).toBe('T-shirt/top, training image 41,250');
});
