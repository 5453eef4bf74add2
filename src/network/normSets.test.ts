import { describe, expect, it } from 'vitest';
import type { View } from '../engine/tfjs/kernels/fused.ts';
import { groupingOf } from '../engine/tfjs/norms/grouping.ts';
import type { LayerNorm } from './layers.ts';
import { type Extent, extentOf, type NormSets, normSets } from './normSets.ts';

const epsilon = 1e-5;
const NORMS: readonly LayerNorm[] = [
  { kind: 'batch', epsilon, momentum: 0.99, frozen: false },
  { kind: 'layer', epsilon },
  { kind: 'instance', epsilon },
  { kind: 'rms', epsilon },
  ...[1, 2, 4, 8].flatMap((groups): LayerNorm[] => [
    { kind: 'group', epsilon, groups },
    { kind: 'group-as-published', epsilon, groups },
  ]),
];
const EXTENTS: readonly Extent[] = [
  { images: 3, height: 4, width: 5, channels: 8 },
  { images: 2, height: 7, width: 7, channels: 16 },
  { images: 4, height: 1, width: 1, channels: 24 },
  { images: 1, height: 3, width: 2, channels: 8 },
];

function setsOf(norm: LayerNorm, extent: Extent): NormSets {
  const sets = normSets(norm, extent);
  if (!sets) throw new Error(`${norm.kind} takes no statistics`);
  return sets;
}

/** All values of [N, H, W, C] in the order in which they lie in memory. */
function* values({ images, height, width, channels }: Extent) {
  for (let n = 0; n < images; n++)
    for (let h = 0; h < height; h++)
      for (let w = 0; w < width; w++) for (let c = 0; c < channels; c++) yield [n, h, w, c] as const;
}

/** The same for two values in one set of the engine's: where they lie in its view, but for the axes that it sums over. */
function engineSet(index: number, view: View, over: readonly number[]): string {
  const place: number[] = [];
  let rest = index;
  for (const size of [...view].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place.filter((_, axis) => !over.includes(axis)).join();
}

describe('normSets', () => {
  for (const norm of NORMS) {
    for (const extent of EXTENTS) {
      const groups = 'groups' in norm ? ` ${norm.groups}` : '';
      it(`cuts as the engine does: ${norm.kind}${groups} on ${Object.values(extent).join('×')}`, () => {
        const { images, height, width, channels } = extent;
        const { view, over } = groupingOf(norm, { batch: images, pixels: height * width, channels });
        const sets = setsOf(norm, extent);
        const engines = new Map<string, number>();
        const sizes = new Map<number, number>();
        let index = 0;
        for (const [n, h, w, c] of values(extent)) {
          const set = sets.setOf(n, h, w, c);
          const key = engineSet(index++, view, over);
          expect(engines.get(key) ?? set).toBe(set);
          engines.set(key, set);
          sizes.set(set, (sizes.get(set) ?? 0) + 1);
        }
        expect(new Set(engines.values()).size).toBe(engines.size);
        expect([...sizes.keys()].sort((a, b) => a - b)).toEqual([...Array(sets.count).keys()]);
        expect(new Set(sizes.values())).toEqual(new Set([sets.size]));
      });
    }
  }

  it('takes rows with all their channels for the published groups', () => {
    const sets = setsOf({ kind: 'group-as-published', epsilon, groups: 4 }, extentOf([8, 3, 8], 2));
    expect(sets.setOf(0, 1, 2, 7)).toBe(0);
    expect(sets.setOf(0, 2, 0, 0)).toBe(1);
    expect(sets.setOf(1, 7, 2, 7)).toBe(7);
  });

  it('gives a dense layer one pixel', () => {
    expect(extentOf([64], 2)).toEqual({ images: 2, height: 1, width: 1, channels: 64, dense: true });
    expect(extentOf([28, 14, 8], 2)).toEqual({ images: 2, height: 28, width: 14, channels: 8, dense: false });
  });
});
