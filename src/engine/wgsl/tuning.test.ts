import { expect, it } from 'vitest';
import { type ProductSize, TILING_NAMES, TILINGS, type TilingName } from './tiles.ts';
import { inMemory, type Trial, Tuning } from './tuning.ts';

const sizeOf = (rows: number): ProductSize => ({ kind: 'conv2d', rows, columns: 64, depth: 576 });

/** A GPU on a clock of its own, and what it was asked to measure. */
function machine(msOf: (size: ProductSize, name: TilingName) => number, cost = 10) {
  let now = 0;
  const measured: string[] = [];
  const trialOf = (size: ProductSize): Trial => ({
    size,
    time: async (name) => {
      measured.push(`${size.rows} ${name}`);
      now += cost;
      const ms = msOf(size, name);
      if (Number.isNaN(ms)) throw new Error('it does not compile');
      return ms;
    },
  });
  return { measured, clock: () => now, trialOf };
}

it('takes the fastest, and of those that are about as fast what suits most', async () => {
  const { clock, trialOf } = machine(({ rows }, name) => {
    if (rows === 100) return name === 'tall' ? 1 : 2;
    if (rows === 200) return name === 'shared' ? Number.NaN : name === 'unshared' ? 1 : 2;
    return name === 'shared' ? 1 : 0.97;
  });
  const tuning = new Tuning('gpu', inMemory(), clock);
  await tuning.search([trialOf(sizeOf(100)), trialOf(sizeOf(200)), trialOf(sizeOf(300))]);
  expect(tuning.tiling(sizeOf(100))).toEqual(TILINGS.tall(sizeOf(100)));
  expect(tuning.tiling(sizeOf(200))).toEqual(TILINGS.unshared(sizeOf(200)));
  expect(tuning.tiling(sizeOf(300))).toEqual(TILINGS.shared(sizeOf(300)));
});

it('keeps to its second, the largest first, and never changes its mind afterwards', async () => {
  const { measured, clock, trialOf } = machine((_, name) => (name === 'large' ? 1 : 2), 90);
  const memory = inMemory();
  const tuning = new Tuning('gpu', memory, clock);
  const trials = [1, 5, 3, 2, 4].map((rows) => trialOf(sizeOf(rows * 100)));
  await tuning.search(trials);
  expect(clock()).toBeLessThanOrEqual(1000);
  expect(measured).toHaveLength(11);
  expect(measured.slice(0, 6)).toEqual(TILING_NAMES.map((name) => `500 ${name}`));
  const chosen = (one: Tuning) => [500, 300, 100].map((rows) => one.tiling(sizeOf(rows)));
  expect(chosen(tuning)).toEqual([
    TILINGS.large(sizeOf(500)),
    TILINGS.shared(sizeOf(300)),
    TILINGS.shared(sizeOf(100)),
  ]);
  // A run that is resumed on another visit has the same bits.
  const later = new Tuning('gpu', memory, clock);
  await later.search(trials);
  expect(measured).toHaveLength(11);
  expect(chosen(later)).toEqual(chosen(tuning));
});

it('another adapter and another shape are measured for themselves, garbage too', async () => {
  const { measured, clock, trialOf } = machine((_, name) => (name === 'large' ? 1 : 2));
  const memory = inMemory({ 'gpu: conv2d 100×64×576': 'gigantic' });
  for (const [adapter, rows] of [
    ['gpu', 100],
    ['gpu', 100],
    ['other', 100],
    ['gpu', 101],
  ] as const)
    await new Tuning(adapter, memory, clock).search([trialOf(sizeOf(rows))]);
  expect(measured).toHaveLength(3 * TILING_NAMES.length);
});

it('two runs at once do not measure each other', async () => {
  const { measured, clock, trialOf } = machine(() => 1);
  const tuning = new Tuning('gpu', inMemory(), clock);
  await Promise.all([tuning.search([trialOf(sizeOf(100))]), tuning.search([trialOf(sizeOf(100))])]);
  expect(measured).toHaveLength(TILING_NAMES.length);
});

it('without a memory nothing is measured', async () => {
  const { measured, clock, trialOf } = machine(() => 1);
  await new Tuning('gpu', undefined, clock).search([trialOf(sizeOf(100))]);
  expect(measured).toEqual([]);
});
