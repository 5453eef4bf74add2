/**
 * Softmax cross-entropy, averaged over the batch of N rows, and what a step adds to the metrics.
 *
 *   top = max z        total = Σ exp(z − top)        loss = log(total) + top − z[label]
 *   dz = (exp(z − top) / total − onehot(label)) / N
 *
 * Exponents are never above 0, so the loss is finite for logits of any size. A row with label −1 is padding: it
 * counts nowhere. Correct: no logit is above the label's, and none before it is equal (argmax takes the first).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { map, max, sum, type View } from './kernels/fused.ts';

/** Per step: sum of the loss, number correct, sum of the loss again (to see whether it is finite). */
export const LANES = 3;

export interface Loss {
  /** [1, 1, 1, LANES] */
  readonly sums: Tensor;
  /** dlogits, like the logits. */
  gradient(): Tensor;
}

const IS_LABEL = '0.5 - abs(i3 - label)';
const BEATS = 'choose(z - chosen, 1.0, choose(abs(z - chosen), 0.0, choose(label - i3, 1.0, 0.0)))';
const LANE_IS_CORRECT = '0.5 - abs(i3 - 1.0)';

/** @param logits [N, classes] @param labels [N] floats */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Loss {
  const [n = 1, classes = 1] = logits.shape;
  const full: View = [1, 1, n, classes];
  const row: View = [1, 1, n, 1];
  const z = [logits, full] as const;
  const label = [labels, row] as const;
  const top = [max(3, 'z', { z }, full), row] as const;
  const total = [sum(3, 'exp(z - top)', { z, top }, full), row] as const;
  const chosen = [sum(3, `choose(${IS_LABEL}, z, 0.0)`, { z, label }, full), row] as const;
  const beaten = [sum(3, BEATS, { z, chosen, label }, full), row] as const;
  const sums = sum(
    2,
    `choose(label + 0.5, choose(${LANE_IS_CORRECT}, choose(beaten, 0.0, 1.0), log(total) + top - chosen), 0.0)`,
    { label, beaten, total, top, chosen },
    [1, 1, n, LANES],
  );
  return {
    sums,
    gradient: () =>
      map(
        `(exp(z - top) / total - choose(${IS_LABEL}, 1.0, 0.0)) * share`,
        { z, top, total, label },
        full,
        { share: 1 / n },
        logits.shape,
      ),
  };
}
