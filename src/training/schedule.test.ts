import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches, epochOrder, imagesAfter, placeOf, rateAfter, scheduleOf, windowEnd } from './schedule.ts';

describe('rateAfter', () => {
  const settings = { lr: 1, schedule: 'steps', warmup: 0, epochs: 4 } as const;

  it('counts images, so that a shorter last batch is no step ahead', () => {
    const schedule = scheduleOf(100, 30, 4);
    const rates = Array.from({ length: schedule.totalSteps }, (_, step) =>
      rateAfter(schedule, settings, step),
    );
    expect(rates).toEqual([...Array(8).fill(1), ...Array(4).fill(0.1), ...Array(4).fill(0.01)]);
    const falling = { ...settings, schedule: 'cosine' } as const;
    expect(rateAfter(schedule, falling, 16)).toBe(rateAfter(schedule, falling, 15));
    expect(rateAfter(schedule, falling, 16)).toBeGreaterThan(0);
  });

  it('goes on in a fork under another batch size where its parent was', () => {
    const fork = scheduleOf(100, 100, 4, { step: 70, images: 140 });
    const rates = Array.from({ length: 3 }, (_, i) => rateAfter(fork, settings, 70 + i));
    expect(fork.totalSteps).toBe(73);
    expect(rates).toEqual([1, 0.1, 0.01]);
  });
});

describe('schedule', () => {
  it('closes windows at fixed steps, and always at the end of an epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 50_000 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.integer({ min: 1, max: 5 }),
        (images, batch, epochs) => {
          const schedule = scheduleOf(images, batch, epochs);
          let step = 0;
          let points = 0;
          while (step < schedule.totalSteps) {
            const end = windowEnd(schedule, step);
            expect(end).toBeGreaterThan(step);
            expect(end - step).toBeLessThanOrEqual(schedule.windowSteps);
            // From anywhere within the window, as after a checkpoint.
            expect(windowEnd(schedule, Math.floor((step + end) / 2))).toBe(end);
            step = end;
            points++;
          }
          expect(step).toBe(schedule.totalSteps);
          expect(points).toBeLessThanOrEqual(400 + 16 * 18 + epochs);
          expect(imagesAfter(schedule, step)).toBe(schedule.totalImages);
        },
      ),
    );
  });

  it('goes on from an origin with the rest of the epoch, then whole epochs, in batches of the new size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 3000 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (images, parentBatch, batch, epochs, share) => {
          const parent = scheduleOf(images, parentBatch, epochs);
          const step = Math.floor(share * parent.totalSteps);
          const origin = { step, images: imagesAfter(parent, step) };
          const schedule = scheduleOf(images, batch, epochs, origin);
          expect(imagesAfter(schedule, step)).toBe(origin.images);
          let seen = origin.images;
          for (let at = step; at < schedule.totalSteps; at++) {
            const place = placeOf(schedule, at);
            expect(place.epoch).toBe(Math.floor(seen / images));
            expect(place.skipped + place.batch * batch).toBe(seen % images);
            seen += Math.min(batch, images - (seen % images));
            expect(imagesAfter(schedule, at + 1)).toBe(seen);
            expect(windowEnd(schedule, at)).toBeGreaterThan(at);
          }
          expect(seen).toBe(images * epochs);
          expect(schedule.totalImages).toBe(images * epochs);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same from an origin within it as from the start, if the batch size stays', () => {
    const whole = scheduleOf(103, 10, 3);
    const forked = scheduleOf(103, 10, 3, { step: 15, images: 143 });
    expect(forked.totalSteps).toBe(33);
    for (let step = 15; step <= 33; step++) expect(imagesAfter(forked, step)).toBe(imagesAfter(whole, step));
    expect(placeOf(forked, 15)).toEqual({ epoch: 1, skipped: 40, batch: 0 });
    expect(placeOf(forked, 22)).toEqual({ epoch: 2, skipped: 0, batch: 0 });
  });
});

describe('an epoch', () => {
  const subset = Uint32Array.from({ length: 1003 }, (_, i) => 3 * i);

  it('visits each image of the subset once, in batches whose last one is what is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), fc.integer({ min: 1, max: 50 }), (batch, epoch) => {
        const sizes: number[] = [];
        const visited: number[] = [];
        for (const rows of batches(epochOrder(subset, 1, epoch), batch)) {
          sizes.push(rows.length);
          visited.push(...rows);
        }
        expect(visited.sort((a, b) => a - b)).toEqual([...subset]);
        expect(sizes).toHaveLength(Math.ceil(1003 / batch));
        expect(sizes.slice(0, -1).every((size) => size === batch)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('has its own order, the same for the same seed', () => {
    expect(epochOrder(subset, 1, 1)).toEqual(epochOrder(subset, 1, 1));
    expect(epochOrder(subset, 1, 1)).not.toEqual(epochOrder(subset, 1, 2));
    expect(epochOrder(subset, 1, 1)).not.toEqual(epochOrder(subset, 2, 1));
  });
});
