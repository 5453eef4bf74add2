import { describe, expect, it } from 'vitest';
import type { SeriesLook } from './look.ts';
import { linesOf, MAX_READINGS } from './readings.ts';

const looks = (count: number): SeriesLook[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `t${i}`,
    title: `run ${i}`,
    colour: '#000',
    dash: [1, 0],
    mark: undefined,
  }));

describe('linesOf', () => {
  it('reads every series that has a value, in their order', () => {
    const { lines, more } = linesOf({ x: 5, t0: 0.5, t1: null, t2: 0.25 }, { series: looks(3) }, 0.3);
    expect(lines.map(({ look, value }) => [look.title, value])).toEqual([
      ['run 0', '0.500'],
      ['run 2', '0.250'],
    ]);
    expect(more).toBe(0);
  });

  it('of many series it reads those nearest to the pointer, and counts the rest', () => {
    const series = looks(20);
    const row = Object.fromEntries([['x', 5], ...series.map(({ key }, i) => [key, i / 20])]);
    const { lines, more } = linesOf(row, { series }, 1);
    expect(lines.map(({ look }) => look.key)).toEqual(series.slice(-MAX_READINGS).map(({ key }) => key));
    expect(more).toBe(20 - MAX_READINGS);
  });

  it('writes what exploded shortly', () => {
    expect(linesOf({ x: 1, t0: 1.234e9 }, { series: looks(1) }, 0).lines[0]?.value).toBe('1.2e+9');
  });
});
