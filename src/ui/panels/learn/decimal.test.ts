import { expect, it } from 'vitest';
import { decimal, percent } from './decimal.ts';

it('prints numbers with a minus sign and without a negative zero', () => {
  expect([1.005, -0.5, -0.001, 0].map((value) => decimal(value))).toEqual(['1.00', '−0.50', '0.00', '0.00']);
  expect(decimal(-12.34, 1)).toBe('−12.3');
});

it('prints small shares with a digit more', () => {
  expect([0.184, 0.0034, 0, 1.412].map(percent)).toEqual(['18 %', '0.3 %', '0 %', '141 %']);
});
