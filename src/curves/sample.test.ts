import { describe, expect, it } from 'vitest';
import { seriesDash, VALIDATION_DASH } from './palette.ts';
import { SAMPLE_WIDTH, sampleLine, wholeDashes } from './sample.ts';

describe('wholeDashes', () => {
  it('ends with a whole stroke', () => {
    expect(wholeDashes([7, 4], 32)).toBe(7 + 4 + 7 + 4 + 7);
    expect(wholeDashes([10, 3, 2, 3], 32)).toBe(10 + 3 + 2 + 3 + 10);
    expect(wholeDashes([1, 0], 32)).toBe(32);
  });

  it('shows at least two strokes of every dash of ours, in the middle', () => {
    const broken = [VALIDATION_DASH, ...Array.from({ length: 8 }, (_, i) => seriesDash(i)).slice(1)];
    for (const dash of broken) {
      const [stroke = 0, gap = 0] = dash;
      expect(wholeDashes(dash, SAMPLE_WIDTH - 2)).toBeGreaterThanOrEqual(2 * stroke + gap);
    }
    expect(sampleLine([14, 4], 5)).toBe('M1 5H33');
  });
});
