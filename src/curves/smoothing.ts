/** How far back the train lines' average reaches. */

/**
 * By default: in images, a fiftieth of the axis or of a shorter run, but where that is little about 100 images, or a
 * window of one small batch would be all that a point shows.
 */
const defaultHorizon = (shown: number): number => Math.max(0.02 * shown, Math.min(100, 0.1 * shown));

/**
 * @param amount 0 (no averaging) to 1; every tenth more reaches 1.6 times as far, 0.5 is the default
 * @param shown images on the axis, or in a shorter run
 */
export const smoothingHorizon = (amount: number, shown: number): number =>
  (defaultHorizon(shown) * (100 ** amount - 1)) / (100 ** 0.5 - 1);
