/** From one image's logits to probabilities and loss, in float64, finite for logits of any size. */

/** log Σ exp(z), shifted by the largest logit so that nothing overflows. */
function logSumExp(logits: ArrayLike<number>): number {
  const shift = largest(logits);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] as number) - shift);
  return shift + Math.log(sum);
}

function largest(values: ArrayLike<number>): number {
  return values[argmax(values)] as number;
}

/** @param logits [classes] @returns probabilities [classes] */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const normalizer = logSumExp(logits);
  return Float64Array.from(logits, (logit) => Math.exp(logit - normalizer));
}

/** Cross-entropy of one image, −log p(label), in nats. @param logits [classes] */
export const crossEntropy = (logits: ArrayLike<number>, label: number): number =>
  logSumExp(logits) - (logits[label] as number);

/** Where the largest value is; the first of several. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
