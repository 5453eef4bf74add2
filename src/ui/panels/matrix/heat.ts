/**
 * The colour of an accuracy: one hue, more of it for more accuracy, so that it reads the same with any colour vision.
 * At its strongest it leaves the ink a contrast of 5:1 in both themes; the number always stands beside it.
 */

/** Accuracies that differ by less than this, as a fraction, do not get the two ends of the scale. */
const MIN_SPAN = 0.1;
const WEAKEST = 6;
const STRONGEST = 46;

/** How far up the scale an accuracy is, 0 … 1. */
export function heatOf(accuracy: number, [low, high]: readonly [number, number]): number {
  const from = Math.min(low, high - MIN_SPAN);
  return Math.max(0, Math.min(1, (accuracy - from) / (high - from)));
}

/** As CSS. */
export const heatColour = (share: number): string =>
  `color-mix(in srgb, var(--series-0) ${Math.round(WEAKEST + share * (STRONGEST - WEAKEST))}%, var(--panel))`;
