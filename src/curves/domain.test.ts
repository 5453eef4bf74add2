import { describe, expect, it } from 'vitest';
import { domainOf } from './domain.ts';

const loss = { metric: 'loss', log: false, zoomed: false, chance: Math.log(10) } as const;

describe('domainOf', () => {
  it('gives accuracy the whole axis, and loss a top that fits', () => {
    expect(domainOf({ ...loss, metric: 'acc' }, [0.4, 0.5])).toEqual([0, 1]);
    expect(domainOf(loss, [0.4, 1.2])).toEqual([0, 1.5]);
    expect(domainOf(loss, [0.4, 1e9])).toEqual([0, 5]);
  });

  it('has room for chance, however many classes there are', () => {
    const tops = [2, 7, 200].map((classes) => domainOf({ ...loss, chance: Math.log(classes) }, [1e9])[1]);
    expect(tops).toEqual([2, 4, 11]);
    expect(domainOf({ ...loss, chance: Math.log(200) }, [5.2])[1]).toBe(6);
  });

  it('fits what is drawn where a visitor zoomed in', () => {
    const [low, high] = domainOf({ ...loss, metric: 'acc', zoomed: true }, [0.834, 0.861]);
    expect([low, high].map((end) => end.toFixed(3))).toEqual(['0.830', '0.870']);
    expect(domainOf({ ...loss, metric: 'acc', zoomed: true }, [0.7, 1.02])[1]).toBe(1);
    const flat = domainOf({ ...loss, zoomed: true }, [0, 0]);
    expect(flat[1]).toBeGreaterThan(flat[0]);
    expect(domainOf({ ...loss, zoomed: true }, [0.5, 1e9])[1]).toBe(6);
  });

  it('ends a logarithmic axis at round values, without zero', () => {
    expect(domainOf({ ...loss, log: true }, [0, -1, 0.034, 2.4])).toEqual([0.02, 5]);
    expect(domainOf({ ...loss, log: true }, [0])).toEqual([0.1, 1]);
    const tiny = domainOf({ ...loss, log: true, zoomed: true }, [1.2e-8, 3e-8]);
    expect(tiny.map((value) => value.toExponential(0))).toEqual(['1e-8', '5e-8']);
    const [bottom, top] = domainOf({ ...loss, log: true }, [1, 1]);
    expect(top).toBeGreaterThan(bottom);
  });
});
