/**
 * Which values of a normalization layer's input share a mean and a variance: the whole difference between batch, layer,
 * instance and group normalization (Wu & He 2018, figure 2). Drawings and explanations ask here; each engine has its own
 * form of the same sets, and the tests hold these to those of TensorFlow.js.
 */
import type { LayerNorm, Shape } from './layers.ts';

/** Extent of an input [N, H, W, C]; a dense layer's has one pixel. */
export interface Extent {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The sets are numbered from 0, and all are of one size. */
export interface NormSets {
  readonly count: number;
  /** Values in each set. */
  readonly size: number;
  /** Number of the set that the value of image n, row h, column w and channel c is in. */
  setOf(n: number, h: number, w: number, c: number): number;
}

/** @param shape [height, width, channels] or [units], as layers have it */
export function extentOf(shape: Shape, images: number): Extent {
  const [height = 1, width = 1] = shape.length === 1 ? [] : shape;
  return { images, height, width, channels: shape.at(-1) ?? 1 };
}

/** In training; batch norm on moving statistics has the same sets, but takes their statistics from earlier minibatches. */
export function normSets(norm: LayerNorm, extent: Extent): NormSets {
  const { images, height, width, channels } = extent;
  const total = images * height * width * channels;
  const sets = (count: number, setOf: NormSets['setOf']): NormSets => ({ count, size: total / count, setOf });
  switch (norm.kind) {
    case 'batch':
      return sets(channels, (_n, _h, _w, c) => c);
    case 'layer':
    case 'rms':
      return sets(images, (n) => n);
    case 'instance':
      return sets(images * channels, (n, _h, _w, c) => n * channels + c);
    case 'group': {
      const { groups } = norm;
      return sets(images * groups, (n, _h, _w, c) => n * groups + Math.floor((c * groups) / channels));
    }
    case 'group-as-published': {
      const { groups } = norm;
      const run = (height * width * channels) / groups;
      return sets(
        images * groups,
        (n, h, w, c) => n * groups + Math.floor(((h * width + w) * channels + c) / run),
      );
    }
    default:
      return norm satisfies never;
  }
}
