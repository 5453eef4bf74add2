/**
 * Which values of a normalization layer's input share a mean and a variance: the whole difference between batch, layer,
 * instance and group normalization (Wu & He 2018, figure 2). Drawings and explanations ask here; each engine has its own
 * form of the same sets, and the tests hold these to those of TensorFlow.js.
 */
import type { LayerNorm, Shape } from './layers.ts';
import { setsPerImage, statisticsOn } from './norms.ts';

/** Extent of an input [N, H, W, C]; a dense layer's has one pixel. */
export interface Extent {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether its channels are the units of a dense layer; not if left out. */
  readonly dense?: boolean;
}

/** The sets are numbered from 0, and all are of one size. */
export interface NormSets {
  readonly count: number;
  /** Values in each set. */
  readonly size: number;
  /** Number of the set that the value of image n, row h, column w and channel c is in. */
  setOf(n: number, h: number, w: number, c: number): number;
  /** The channel whose gamma and beta that value gets. */
  affineOf(h: number, w: number, c: number): number;
}

/** @param shape [height, width, channels] or [units], as layers have it */
export function extentOf(shape: Shape, images: number): Extent {
  const [height = 1, width = 1] = shape.length === 1 ? [] : shape;
  return { images, height, width, channels: shape.at(-1) ?? 1, dense: shape.length === 1 };
}

/**
 * In training; batch norm on moving statistics has the same sets, but takes their statistics from earlier minibatches.
 * Undefined for a norm that takes no statistics.
 */
export function normSets(norm: LayerNorm, extent: Extent): NormSets | undefined {
  const { images, height, width, channels, dense = false } = extent;
  const shape = dense ? [channels] : [height, width, channels];
  const statistics = statisticsOn(norm, shape);
  if (!statistics) return undefined;
  const parts = setsPerImage(norm, shape);
  const values = (height * width * channels) / parts;
  const each = channels / parts;
  const bands = statistics.channels === 'bands';
  const pixelwise = statistics.pixels === 'each';
  const runOf = (h: number, w: number, c: number): number =>
    Math.floor(((h * width + w) * channels + c) / values);
  const partOf = (h: number, w: number, c: number): number =>
    bands ? runOf(h, w, c) : pixelwise ? h * width + w : Math.floor((c * parts) / channels);
  const together = statistics.images === 'all';
  return {
    count: together ? parts : images * parts,
    size: together ? images * values : values,
    setOf: (n, h, w, c) => (together ? 0 : n * parts) + partOf(h, w, c),
    affineOf: (h, w, c) => (bands ? runOf(h, w, c) * each + (c % each) : c),
  };
}
