import { describe, expect, it } from 'vitest';
import type { Curves, Series } from '../../curves/curves.ts';
import { formatPosition, MAX_ROWS, readingsAt, sayReadings } from './readings.ts';

const series = (line: string, split: Series['split'], values: Series['values']): Series => ({
  key: `${split}${line}`,
  line,
  name: `run ${line}`,
  split,
  colour: 0,
  batch: 2,
  values,
  band: undefined,
});
const curves = (all: readonly Series[]): Curves => ({
  grid: [0, 10, 20, 30],
  series: all,
  xDomain: [0, 30],
  xEnd: 30,
  yDomain: [0, 1],
  log: false,
  zoomed: false,
  above: [],
});
const both = {
  acc: curves([
    series('a', 'train', [0.1, 0.2, 0.3, null]),
    series('a', 'validation', [null, 0.15, null, null]),
  ]),
  loss: curves([
    series('a', 'train', [2, 1.5, Number.NaN, null]),
    series('a', 'validation', [null, 1.2, null, null]),
  ]),
};

describe('readingsAt', () => {
  it('reads both charts at the nearest position, validation as the last epoch left it', () => {
    expect(readingsAt(both, { x: 18, metric: 'acc', level: 0.5 })).toEqual({
      x: 20,
      metrics: ['acc', 'loss'],
      rows: [
        {
          line: 'a',
          name: 'run a',
          colour: 0,
          values: { acc: { train: 0.3, validation: 0.15 }, loss: { train: undefined, validation: 1.2 } },
        },
      ],
      more: 0,
    });
  });

  it('reads a chart that is alone, and each of two in its own grid', () => {
    const pointed = { x: 18, metric: 'loss', level: undefined } as const;
    const alone = readingsAt({ loss: both.loss }, pointed);
    expect(alone.metrics).toEqual(['loss']);
    expect(sayReadings(alone, 'images')).toBe('20 images seen. run a: validation loss 1.200.');
    const earlier = { ...curves([series('a', 'train', [0.4, 0.5])]), grid: [0, 20] };
    expect(readingsAt({ acc: earlier, loss: both.loss }, pointed).rows[0]?.values.acc.train).toBe(0.5);
    expect(readingsAt({ acc: both.acc }, pointed).rows).toEqual([]);
  });

  it('has no row for a line that has no value there', () => {
    const early = { acc: curves([series('a', 'train', [null, 0.2, null, null])]), loss: curves([]) };
    expect(readingsAt(early, { x: 0, metric: 'acc', level: undefined }).rows).toEqual([]);
  });

  it('of many lines it reads those nearest to the pointer in their order, and counts the rest', () => {
    const many = curves(Array.from({ length: 20 }, (_, i) => series(`${i}`, 'train', [i / 20, 0, 0, 0])));
    const { rows, more } = readingsAt({ acc: many, loss: many }, { x: 0, metric: 'acc', level: 1 });
    expect(rows.map(({ line }) => Number(line))).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    expect(rows.length).toBe(MAX_ROWS);
    expect(more).toBe(12);
    const keyed = readingsAt({ acc: many, loss: many }, { x: 0, metric: 'acc', level: undefined });
    expect(keyed.rows.map(({ line }) => line)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });
});

describe('in words', () => {
  it('says where, and all there is', () => {
    expect(sayReadings(readingsAt(both, { x: 20, metric: 'acc', level: undefined }), 'images')).toBe(
      '20 images seen. run a: training accuracy 30.0 %, validation accuracy 15.0 %, validation loss 1.200.',
    );
    expect(formatPosition(6000, 'updates')).toBe('6,000 updates');
    expect([formatPosition(1, 'updates'), formatPosition(1, 'images')]).toEqual(['1 update', '1 image seen']);
    expect(formatPosition(1.256, 'epochs')).toBe('epoch 1.26');
    expect(formatPosition(61.234, 'seconds')).toBe('61.2 s of training');
  });
});
