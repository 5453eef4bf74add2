import { describe, expect, it } from 'vitest';
import { describeProblem } from './problem.ts';

describe('describeProblem', () => {
  it.each([
    ['batch', '5000', 'Batch size goes from 1 to 1,024: 1,024 is used.'],
    ['batch', '', 'Batch size: enter a number from 1 to 1,024; until then 8 is used.'],
    ['batch', '2.5', 'Batch size is a whole number: 3 is used.'],
    ['lr', '0', 'Learning rate goes from 0.000001 to 10: 0.000001 is used.'],
  ] as const)('%s %j: %s', (key, text, message) => {
    expect(describeProblem(key, text, 8)).toBe(message);
  });

  it('says that a comma was left out', () => {
    expect(describeProblem('images', '6000', 8, true)).toBe(
      'Training images is a whole number, written without a comma: 6,000 is used.',
    );
  });

  it('says nothing of what is fine', () => {
    expect(describeProblem('batch', '64', 8)).toBeUndefined();
  });
});
