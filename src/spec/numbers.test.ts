import { describe, expect, it } from 'vitest';
import {
  clock,
  grouped,
  percent,
  percentage,
  rate,
  significant,
  timeEstimated,
  timeLeft,
  timeTaken,
} from './numbers.ts';

describe('numbers', () => {
  it('set thousands apart and drop what does not count', () => {
    expect([0, 128, 1234, 1_234_567].map((value) => grouped(value))).toEqual([
      '0',
      '128',
      '1,234',
      '1,234,567',
    ]);
    expect([0.0004, 0.1234, 2].map((value) => grouped(value))).toEqual(['0', '0.123', '2']);
    expect([grouped(0.000001, 6), grouped(1234.56, 0), grouped(12.34, 1)]).toEqual([
      '0.000001',
      '1,235',
      '12.3',
    ]);
    expect([significant(0.031249, 3), significant(12_345, 3), significant(0.25, 2)]).toEqual([
      ...['0.0312', '12,300', '0.25'],
    ]);
    expect([rate(3.21), rate(9.96), rate(1234.4)]).toEqual(['3.2', '10', '1,234']);
  });

  it('say fractions in percent, with as many decimals whatever they are', () => {
    expect([0, 0.8421, 1].map((fraction) => percent(fraction))).toEqual(['0.0 %', '84.2 %', '100.0 %']);
    expect([percent(0.8421, 2), percent(0.8421, 0), percentage(-0.0312)]).toEqual([
      '84.21 %',
      '84 %',
      '-3.1',
    ]);
  });

  it.each([
    [timeLeft, { 0.2: '1 s', 59.4: '59 s', 125: '2 min 5 s', 4200: '1 h 10 min' }],
    [timeTaken, { 4.23: '4.2 s', 67.4: '67 s', 4020: '67 min', 7490: '2 h 5 min' }],
    [timeEstimated, { 0.2: '1 s', 42.4: '42 s', 100: '2 min', 5340: '89 min', 7490: '2 h 5 min' }],
    [timeEstimated, { 7190: '2 h 0 min' }],
    [clock, { 0: '0:00', 4.1: '0:05', 65: '1:05', 3600: '60:00' }],
  ])('%o', (words, examples) => {
    expect(Object.keys(examples).map((seconds) => words(Number(seconds)))).toEqual(Object.values(examples));
  });
});
