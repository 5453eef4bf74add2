/** How many steps a run takes and where its curve's points lie: functions of the experiment alone, never of speed. */

export interface Schedule {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Training images seen by the end of the run. */
  readonly totalImages: number;
  /** The most steps between two points of the curve, a power of two; see `windowEnd`. */
  readonly windowSteps: number;
}

/** A curve has at most this many evenly spaced points, however long the run, and some more near its start. */
const CURVE_POINTS = 400;
/** Steps at the start that get a point each; after that, windows grow with the steps done. */
const SINGLE_STEPS = 16;

/** @param images training images an epoch, the last, shorter batch included */
export function scheduleOf(images: number, batch: number, epochs: number): Schedule {
  const stepsPerEpoch = Math.ceil(images / batch);
  const totalSteps = stepsPerEpoch * epochs;
  return {
    stepsPerEpoch,
    totalSteps,
    totalImages: images * epochs,
    windowSteps: 2 ** Math.ceil(Math.log2(Math.max(1, totalSteps / CURVE_POINTS))),
  };
}

/**
 * The step (counted from 1) at which the curve's window that contains step `step` + 1 closes.
 *
 * Windows start with one step and double each time the steps done double, up to `windowSteps`, so that the curve
 * of a slow machine shows at once; an epoch's end closes a window early. A function of `step` alone, so a run that
 * goes on from the middle of a window closes it where it would have.
 */
export function windowEnd({ stepsPerEpoch, windowSteps }: Schedule, step: number): number {
  const doublings = Math.max(0, Math.floor(Math.log2(Math.max(1, step) / SINGLE_STEPS)));
  const size = Math.min(windowSteps, 2 ** doublings);
  const epochEnd = (Math.floor(step / stepsPerEpoch) + 1) * stepsPerEpoch;
  return Math.min((Math.floor(step / size) + 1) * size, epochEnd);
}

/** Training images seen after `step` steps. */
export function imagesAfter(
  { stepsPerEpoch }: Schedule,
  step: number,
  images: number,
  batch: number,
): number {
  const epochs = Math.floor(step / stepsPerEpoch);
  return epochs * images + (step % stepsPerEpoch) * batch;
}
