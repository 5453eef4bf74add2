import { describe, expect, it } from 'vitest';
import { describeMistyped, describeTyped, readTyped } from './problem.ts';

describe('describeTyped', () => {
  it.each([
    ['batch', '5000', 'Batch size goes from 1 to 1,024: 1,024 is used.'],
    ['batch', '', 'Batch size: enter a number from 1 to 1,024; until then 8 is used.'],
    ['batch', '2.5', 'Batch size is a whole number: 3 is used.'],
    ['lr', '0', 'Learning rate goes from 0.000001 to 10: 0.000001 is used.'],
  ] as const)('%s %j: %s', (key, text, message) => {
    expect(describeTyped(key, text, 8)).toBe(message);
  });

  it('says that a comma was left out', () => {
    expect(describeTyped('images', '6000', 8, true)).toBe(
      'Training images is a whole number, written without a comma: 6,000 is used.',
    );
  });

  it('says nothing of what is fine', () => {
    expect(describeTyped('batch', '64', 8)).toBeUndefined();
  });

  it('takes an empty field for one that is left alone, where there is such a thing', () => {
    expect(readTyped('eps', '', 0.1)).toEqual({ value: 'own' });
    expect(describeTyped('eps', '', 0.1)).toBeUndefined();
    expect(describeTyped('eps', '0', 'own')).toBe('Epsilon goes from 1e-12 to 1: 1e-12 is used.');
  });

  it('asks again where nothing is used instead', () => {
    expect(describeMistyped('batch', '5000')).toBe('Batch size goes from 1 to 1,024');
    expect(describeMistyped('batch', 'many')).toBe('Batch size: enter a number from 1 to 1,024');
    expect(describeMistyped('batch', '2.5')).toBe('Batch size is a whole number');
    expect(describeMistyped('batch', '64')).toBeUndefined();
  });
});
