/** Which tiles and how many parts a product gets: enough workgroups for a GPU, and little work beyond the matrix. */
import type { Tile } from './matmul.ts';

/** A product's size with a full batch, and what it is for. */
export interface ProductSize {
  readonly kind: string;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

export interface Tiling {
  readonly tile: Tile;
  readonly splits: number;
}

/** Workgroups that keep a large GPU busy. */
const ENOUGH = 256;
/** Less of a sum is not worth a second pass. */
const SHORTEST_PART = 64;

/** Numbers of a matrix that are worth more work a thread. */
const LARGE = 20_000;

const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;
const depthOf = ({ depth }: ProductSize, most: number): number => Math.min(roundUp(depth, 4), most);

/** As many columns as there are, up to 32, and rows to match: at least 64 threads with 16 numbers each. */
export function sharedTiling(size: ProductSize, enough = ENOUGH): Tiling {
  const { rows, columns, depth } = size;
  const few = rows <= 8;
  const across = few ? 64 : columns <= 16 ? 4 : 8;
  const tile: Tile = {
    shared: true,
    threads: few ? [1, Math.min(64, roundUp(columns, 64) / 4)] : [64 / across, across],
    each: few ? [roundUp(rows, 4), 4] : [4, 4],
    depth: depth <= 16 ? roundUp(depth, 4) : few ? 16 : 32,
  };
  return split(tile, size, enough);
}

/** For a processor: much work for each thread, and threads side by side along columns. */
export function directTiling(size: ProductSize): Tiling {
  const { rows, columns } = size;
  // Long kernels take long to compile, too.
  const large = rows * columns > LARGE && rows > 4;
  const each = [large && columns > 4 ? 8 : 4, large && columns > 16 ? 8 : 4] as const;
  const across = Math.min(16, Math.ceil(columns / each[1]));
  const down = Math.min(4, Math.ceil(rows / each[0]));
  return split({ shared: false, threads: [down, across], each, depth: 4 }, size, 8);
}

const tiled =
  (shared: boolean, threads: Tile['threads'], each: Tile['each'], most: number) =>
  (size: ProductSize): Tiling =>
    split({ shared, threads, each, depth: depthOf(size, most) }, size, ENOUGH);

/**
 * What a GPU is measured with: the first is what suits most, and what it gets without. Larger tiles read less and keep fewer
 * workgroups busy; some GPUs have fast caches, and are better off without shared tiles.
 */
export const TILINGS = {
  shared: (size: ProductSize) => sharedTiling(size),
  'fewer parts': (size: ProductSize) => sharedTiling(size, ENOUGH / 4),
  'more parts': (size: ProductSize) => sharedTiling(size, ENOUGH * 4),
  tall: tiled(true, [8, 8], [8, 4], 32),
  large: tiled(true, [16, 16], [4, 4], 16),
  unshared: tiled(false, [8, 8], [4, 4], 4),
} as const satisfies Readonly<Record<string, (size: ProductSize) => Tiling>>;

export type TilingName = keyof typeof TILINGS;
export const TILING_NAMES = Object.keys(TILINGS) as readonly TilingName[];

function split(tile: Tile, { rows, columns, depth }: ProductSize, enough: number): Tiling {
  const height = tile.threads[0] * tile.each[0];
  const width = tile.threads[1] * tile.each[1];
  const tiles = Math.ceil(rows / height) * Math.ceil(columns / width);
  const splits = Math.max(1, Math.min(Math.floor(enough / tiles), Math.floor(depth / SHORTEST_PART)));
  return { tile, splits };
}
