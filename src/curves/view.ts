/** How the charts show the runs: what a visitor chooses above them, and remembers; the zoom, which nobody keeps. */

/** `seconds` are of training alone: pauses and evaluations left out. */
export const X_AXES = ['images', 'updates', 'epochs', 'seconds'] as const;
export const SPLITS = ['both', 'train', 'validation'] as const;
/** Runs that differ in their seed alone: a line each, or their mean in a band. `interval`: 95 %, of the mean. */
export const SEED_VIEWS = ['lines', 'deviation', 'range', 'interval'] as const;
/** `panels`: small multiples, one for each batch size, all on the same axes. */
export const LAYOUTS = ['overlay', 'panels'] as const;

export type XAxis = (typeof X_AXES)[number];
export type Split = (typeof SPLITS)[number];
export type SeedView = (typeof SEED_VIEWS)[number];
export type Layout = (typeof LAYOUTS)[number];

export interface View {
  readonly x: XAxis;
  /** 0 (each window as it was measured) to 1. */
  readonly smoothing: number;
  /** Of the loss chart; accuracy is a share of a whole and stays linear. */
  readonly y: 'linear' | 'log';
  readonly split: Split;
  readonly seeds: SeedView;
  readonly layout: Layout;
}

/** The part of the x axis on the charts, in the units of `View.x`. */
export interface Zoom {
  readonly from: number;
  readonly to: number;
}

export const DEFAULT_VIEW: View = {
  x: 'images',
  smoothing: 0.5,
  y: 'linear',
  split: 'both',
  seeds: 'deviation',
  layout: 'overlay',
};

/** A view from outside; what it lacks, or has in another shape, is as in the default. */
export function readView(stored: unknown): View {
  const given: Readonly<Record<string, unknown>> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const { x, smoothing, y, split, seeds, layout } = DEFAULT_VIEW;
  const amount = given.smoothing;
  return {
    x: X_AXES.find((value) => value === given.x) ?? x,
    smoothing: typeof amount === 'number' && amount >= 0 && amount <= 1 ? amount : smoothing,
    y: (['linear', 'log'] as const).find((value) => value === given.y) ?? y,
    split: SPLITS.find((value) => value === given.split) ?? split,
    seeds: SEED_VIEWS.find((value) => value === given.seeds) ?? seeds,
    layout: LAYOUTS.find((value) => value === given.layout) ?? layout,
  };
}
