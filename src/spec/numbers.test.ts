import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  byteSize,
  clock,
  compact,
  counted,
  decimal,
  grouped,
  ordinal,
  percent,
  percentage,
  rate,
  roughPercent,
  scientific,
  significant,
  timeEstimated,
  timeLeft,
  timeTaken,
  typed,
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
    expect([6000, 0.001, 0.0001, 1e-5, 2.5e-7, 0].map(typed)).toEqual([
      ...['6000', '0.001', '0.0001', '1e-5', '2.5e-7', '0'],
    ]);
    expect([byteSize(15_120), byteSize(47e6)]).toEqual(['16 kB', '47.0 MB']);
    expect([rate(3.21), rate(9.96), rate(1234.4)]).toEqual(['3.2', '10', '1,234']);
  });

  it('have a minus sign as in print, and no negative zero', () => {
    expect([1.005, -0.5, -0.001, 0].map((value) => decimal(value))).toEqual([
      ...['1.00', '−0.50', '0.00', '0.00'],
    ]);
    expect([decimal(-12.34, 1), scientific(3.14e-7, 1)]).toEqual(['−12.3', '3.1e-7']);
  });

  it('have one form for one', () => {
    expect([counted(1, 'draw'), counted(1200, 'draw')]).toEqual(['1 draw', '1,200 draws']);
    expect(counted(2, 'run is', 'runs are')).toBe('2 runs are');
  });

  it('are short, or in a row', () => {
    expect([[0, 950, 50_000, 1_200_000].map(compact), [1, 2, 3, 4, 11, 22].map(ordinal)]).toEqual([
      ['0', '950', '50k', '1.2m'],
      ['1st', '2nd', '3rd', '4th', '11th', '22nd'],
    ]);
  });

  it('say small shares with a digit more', () => {
    expect([0.184, 0.0034, 0, 1.412].map(roughPercent)).toEqual(['18 %', '0.3 %', '0 %', '141 %']);
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

/** Paths of drawings and colours in CSS are for nobody to read. */
const NOT_READ = ['src/ui/panels/inside/layers/Glimpse.tsx', 'src/ui/panels/learn/standardize/Kernel.tsx'];

it('nobody else puts numbers into words', () => {
  const found = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .filter((file) =>
      /\b(toFixed|toPrecision|toExponential|toLocaleString|Intl\.(?!Segment)\w+)\b/.test(
        readFileSync(file, 'utf8'),
      ),
    );
  expect(found.sort()).toEqual(['src/spec/numbers.ts', ...NOT_READ]);
});
