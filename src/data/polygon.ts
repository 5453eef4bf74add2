/**
 * Fills polygons with exact anti-aliasing: every edge adds its signed area to an accumulation buffer, whose
 * running sum along a row is the coverage (Raph Levien's font-rs, 'Inside the fastest font renderer in the
 * world', 2016).
 */
import { PIXELS, SIDE } from './dataSet.ts';

/** Vertices as x, y, x, y, …; closed by itself. */
export type Polygon = readonly number[];

/** One row is wider than the image, since an edge also writes to the pixel on its right. */
const STRIDE = SIDE + 2;
const accumulated = new Float32Array(STRIDE * SIDE);

function accumulate(at: number, area: number): void {
  accumulated[at] = (accumulated[at] as number) + area;
}

/** Writes the share of each pixel that lies inside the polygon, 0 … 1. @param coverage [28 · 28] */
export function fillPolygon(polygon: Polygon, coverage: Float32Array): void {
  accumulated.fill(0);
  const n = polygon.length;
  for (let i = 0; i < n; i += 2) {
    const at = (offset: number) => polygon[(i + offset) % n] as number;
    addEdge(at(0), at(1), at(2), at(3));
  }
  for (let p = 0; p < PIXELS; ) {
    const row = p / SIDE;
    let sum = 0;
    for (let x = 0; x < SIDE; x++, p++) {
      sum += accumulated[row * STRIDE + x] as number;
      coverage[p] = Math.min(1, Math.abs(sum));
    }
  }
}

const clampX = (x: number): number => Math.min(SIDE, Math.max(0, x));

function addEdge(x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  const lastRow = Math.min(SIDE, Math.ceil(bottomY));
  for (let row = Math.max(0, Math.floor(topY)); row < lastRow; row++) {
    const from = Math.max(row, topY);
    const to = Math.min(row + 1, bottomY);
    if (to <= from) continue;
    // Beyond the left or right border only the height of the edge counts.
    const a = clampX(topX + (from - topY) * slope);
    const b = clampX(topX + (to - topY) * slope);
    addSpan(row * STRIDE, Math.min(a, b), Math.max(a, b), direction * (to - from));
  }
}

/** An edge within one row, from x = left to right, of signed height d: what lies right of it is covered by d. */
function addSpan(row: number, left: number, right: number, d: number): void {
  const first = Math.floor(left);
  const end = Math.ceil(right);
  if (end <= first + 1) {
    const middle = (left + right) / 2 - first;
    accumulate(row + first, d * (1 - middle));
    accumulate(row + first + 1, d * middle);
    return;
  }
  let before = 0;
  for (let x = first; x < end; x++) {
    // The covered share of pixel x: the integral of (t − left) / (right − left) over the pixel, past `right` 1.
    const covered = d * (ramp(x + 1, left, right) - ramp(x, left, right));
    accumulate(row + x, covered - before);
    before = covered;
  }
  accumulate(row + end, d - before);
}

/** The integral of the edge's ramp from its left end up to t. */
function ramp(t: number, left: number, right: number): number {
  if (t <= left) return 0;
  if (t >= right) return (right - left) / 2 + (t - right);
  return (t - left) ** 2 / (2 * (right - left));
}
