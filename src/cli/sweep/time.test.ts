import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { secondsOf, TimeLeft } from './time.ts';

describe('secondsOf', () => {
  it('counts steps, the short last batch, validations, the test and the drawing of images', () => {
    const experiment = { ...DEFAULT_EXPERIMENT, images: 250, batch: 100, epochs: 2 };
    // 2 · 3 steps of 10 ms, 2 · 250 + 10,000 images of 0.1 ms.
    const measured = { stepMs: 10, scoreMs: 0.1, drawMs: 500 };
    expect(secondsOf(experiment, measured)).toBeCloseTo(0.06 + 1.05 + 0.5, 10);
  });
});

describe('TimeLeft', () => {
  it('divides the work among processes, but no run', () => {
    expect(new TimeLeft(2).seconds([10, 10, 10, 10], [])).toBe(20);
    expect(new TimeLeft(2).seconds([10, 100], [])).toBe(100);
    expect(new TimeLeft(4).seconds([], [])).toBe(0);
  });

  it('learns from runs that took longer than estimated', () => {
    const left = new TimeLeft(1);
    left.ran(10, 20);
    expect(left.seconds([10], [{ estimate: 10, left: undefined }])).toBe(40);
    expect(left.seconds([10], [{ estimate: 10, left: 3 }])).toBe(23);
  });
});
