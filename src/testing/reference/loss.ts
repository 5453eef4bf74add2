/**
 * Softmax cross-entropy, averaged over the N images of the minibatch:
 *
 *   p = exp(z) / Σ exp(z)        loss = −Σ log p[label] / N        dz = (p − onehot(label)) / N
 *
 * with the largest logit taken off every exponent, which leaves p as it is and every exponential finite.
 */

export interface Loss {
  /** Mean over the minibatch, in nats. */
  readonly loss: number;
  /** [N, classes] */
  readonly dlogits: Float64Array;
}

/** @param logits [labels.length, classes] */
export function softmaxCrossEntropy(logits: Float64Array, labels: ArrayLike<number>, classes: number): Loss {
  const dlogits = new Float64Array(logits.length);
  const { length } = labels;
  let loss = 0;
  for (let image = 0; image < length; image++) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    const top = Math.max(...row);
    const total = row.reduce((sum, z) => sum + Math.exp(z - top), 0);
    const label = labels[image] as number;
    loss += (Math.log(total) + top - (row[label] as number)) / length;
    row.forEach((z, k) => {
      dlogits[image * classes + k] = (Math.exp(z - top) / total - (k === label ? 1 : 0)) / length;
    });
  }
  return { loss, dlogits };
}
