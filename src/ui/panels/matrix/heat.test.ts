import { describe, expect, it } from 'vitest';
import { heatColour, heatOf } from './heat.ts';

describe('heat', () => {
  it('spans the table, but does not make much of little', () => {
    expect(heatOf(0.2, [0.2, 0.9])).toBe(0);
    expect(heatOf(0.55, [0.2, 0.9])).toBeCloseTo(0.5);
    expect(heatOf(0.9, [0.2, 0.9])).toBe(1);
    expect(heatOf(0.9, [0.9, 0.92])).toBeCloseTo(0.8);
    expect(heatOf(0.9, [0.9, 0.9])).toBe(1);
  });

  it('is more of one hue for more', () => {
    expect([0, 1].map(heatColour)).toEqual([
      'color-mix(in srgb, var(--series-0) 6%, var(--panel))',
      'color-mix(in srgb, var(--series-0) 46%, var(--panel))',
    ]);
  });
});
