/** A run's curve as bits. */
import type { DataSpec } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { CurvePoint } from '../training/events.ts';
import { readCounts, writeCounts } from './accuracies.ts';
import type { BitReader, BitWriter } from './bits.ts';
import { firstLoss, type LossCode, readLosses, relativePrecision, writeLosses } from './losses.ts';
import { type Position, readPositions, windowSizes, writePositions } from './positions.ts';

/**
 * Within 2^-12, a 40th of a percent: less than a chart's line is wide. A point is a mean over few images, whose noise
 * takes about 11 bits at this precision; every further bit of precision would be one more bit a point.
 */
const LOSS: LossCode = { dropped: 12, memory: 8 };

export const CURVE_PRECISION = relativePrecision(LOSS);

/** @param spec of the data set, where it is known @param earlier positions of the curves before this one: curves of a comparison mostly share them */
export function writeCurve(
  bits: BitWriter,
  points: readonly CurvePoint[],
  { batch }: Experiment,
  spec: DataSpec | undefined,
  earlier: readonly (readonly Position[])[],
): void {
  const shared = earlier.findIndex((curve) => isSame(curve, points));
  bits.whole(shared + 1);
  if (shared < 0) writePositions(bits, points, batch);
  const ms = Math.round(points.at(-1)?.ms ?? 0);
  bits.whole(Number.isSafeInteger(ms) ? Math.max(0, ms) : 0);
  const losses = points.map(({ loss }) => loss);
  const accuracies = points.map(({ acc }) => acc);
  writeLosses(bits, losses, LOSS, firstLoss(spec));
  writeCounts(bits, accuracies, windowSizes(points));
}

/** Of the times a link has the last; every image is taken to have cost the same. */
export function readCurve(
  bits: BitReader,
  { batch }: Experiment,
  spec: DataSpec | undefined,
  earlier: readonly (readonly Position[])[],
): readonly CurvePoint[] {
  const shared = bits.wholeUpTo(earlier.length, 'curves');
  const positions = earlier[shared - 1] ?? readPositions(bits, batch);
  const ms = bits.whole();
  const totalImages = positions.at(-1)?.images ?? 1;
  const losses = readLosses(bits, positions.length, LOSS, firstLoss(spec));
  const accuracies = readCounts(bits, windowSizes(positions));
  return positions.map(({ images, step }, i) => ({
    images,
    step,
    ms: (ms * images) / totalImages,
    loss: losses[i] ?? Number.NaN,
    acc: accuracies[i] ?? Number.NaN,
  }));
}

const isSame = (a: readonly Position[], b: readonly Position[]): boolean =>
  a.length === b.length && a.every(({ images, step }, i) => images === b[i]?.images && step === b[i]?.step);
