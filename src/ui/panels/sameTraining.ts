/** Which experiments of a comparison train the same thing although their settings differ: WS needs convolutions. */
import { trainingKey } from '../../network/sameTraining.ts';
import type { Comparison } from '../../spec/experiment.ts';

/** For each experiment the index of the first that trains the same before it, or undefined. */
export function sameTraining(comparison: Comparison): (number | undefined)[] {
  const keys = comparison.map(trainingKey);
  return keys.map((key, i) => {
    const first = keys.indexOf(key);
    return first < i ? first : undefined;
  });
}
