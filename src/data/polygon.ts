/**
 * Fills polygons with exact anti-aliasing: every edge adds its signed area to an accumulation buffer, whose
 * running sum along a row is the coverage (Raph Levien's font-rs, 'Inside the fastest font renderer in the
 * world', 2016).
 */
import { SIDE } from './draw.ts';

/** Vertices as x, y, x, y, …; closed by itself. */
export type Polygon = readonly number[];

/** One row is wider than the image, since an edge also writes to the pixel on its right. */
const STRIDE = SIDE + 2;
const accumulated = new Float32Array(STRIDE * SIDE);

function accumulate(at: number, area: number): void {
  accumulated[at] = (accumulated[at] as number) + area;
}

/** Pixels left … right − 1 of rows top … bottom − 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Writes the share of each pixel that lies inside the polygon, 0 … 1. @returns where it wrote */
export function fillPolygon(polygon: Polygon, coverage: Float32Array): Box {
  const box = boxOf(polygon);
  accumulated.fill(0, box.top * STRIDE, box.bottom * STRIDE);
  const n = polygon.length;
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    addEdge(polygon[i] as number, polygon[i + 1] as number, polygon[j] as number, polygon[j + 1] as number);
  }
  for (let y = box.top; y < box.bottom; y++) {
    let sum = 0;
    for (let x = box.left; x < box.right; x++) {
      sum += accumulated[y * STRIDE + x] as number;
      coverage[y * SIDE + x] = Math.min(1, Math.abs(sum));
    }
  }
  return box;
}

function boxOf(polygon: Polygon): Box {
  let [left, top, right, bottom] = [SIDE, SIDE, 0, 0];
  for (let i = 0; i < polygon.length; i += 2) {
    const x = polygon[i] as number;
    const y = polygon[i + 1] as number;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return {
    left: Math.max(0, Math.floor(left)),
    top: Math.max(0, Math.floor(top)),
    right: Math.min(SIDE, Math.ceil(right)),
    bottom: Math.min(SIDE, Math.ceil(bottom)),
  };
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
