/** Another size for a picture: each new pixel is the average over the area that it covers of the old ones. */
import type { GreyPicture } from './greyscale.ts';

/** How much of which old pixel a new one covers, along one axis; the shares sum to 1. */
interface Share {
  readonly at: number;
  readonly share: number;
}

/** Exact for any pair of sizes, larger or smaller: pixels that are covered in part count in part. */
export function areaAverage(picture: GreyPicture, width: number, height: number): GreyPicture {
  const columns = sharesOf(picture.width, width);
  const rows = sharesOf(picture.height, height);
  // Along x first: [picture.height, width].
  const narrow = new Float32Array(picture.height * width);
  for (let y = 0; y < picture.height; y++) {
    columns.forEach((shares, x) => {
      narrow[y * width + x] = total(shares, (at) => picture.levels[y * picture.width + at] ?? 0);
    });
  }
  const levels = new Float32Array(height * width);
  rows.forEach((shares, y) => {
    for (let x = 0; x < width; x++) {
      levels[y * width + x] = total(shares, (at) => narrow[at * width + x] ?? 0);
    }
  });
  return { width, height, levels };
}

const total = (shares: readonly Share[], valueAt: (at: number) => number): number =>
  shares.reduce((sum, { at, share }) => sum + share * valueAt(at), 0);

/** For each of `to` new pixels, the old ones of `from` that it covers. */
function sharesOf(from: number, to: number): readonly (readonly Share[])[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * scale, (i + 1) * scale];
    const shares: Share[] = [];
    for (let at = Math.floor(start); at < Math.min(from, Math.ceil(end)); at++) {
      const covered = Math.min(at + 1, end) - Math.max(at, start);
      if (covered > 0) shares.push({ at, share: covered / scale });
    }
    return shares;
  });
}
