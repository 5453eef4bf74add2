/** How many steps a run takes and where its curve's points lie: functions of the experiment alone, never of speed. */

export interface Schedule {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Training images seen by the end of the run. */
  readonly totalImages: number;
  /** Steps between two points of the curve; an epoch's end closes a window early. */
  readonly windowSteps: number;
}

/** A curve has about this many points, however long the run. */
const CURVE_POINTS = 500;

/** @param images training images an epoch, the last, shorter batch included */
export function scheduleOf(images: number, batch: number, epochs: number): Schedule {
  const stepsPerEpoch = Math.ceil(images / batch);
  const totalSteps = stepsPerEpoch * epochs;
  return {
    stepsPerEpoch,
    totalSteps,
    totalImages: images * epochs,
    windowSteps: Math.ceil(totalSteps / CURVE_POINTS),
  };
}

/** The step (counted from 1) at which the curve's window that contains step `step` + 1 closes. */
export function windowEnd({ stepsPerEpoch, windowSteps }: Schedule, step: number): number {
  const inEpoch = step % stepsPerEpoch;
  const epochStart = step - inEpoch;
  const end = (Math.floor(inEpoch / windowSteps) + 1) * windowSteps;
  return epochStart + Math.min(end, stepsPerEpoch);
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
