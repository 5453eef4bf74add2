/** Images' logits, and probabilities, loss and accuracy from them, in float64, finite for logits of any size. */
import type { InspectRequest } from '../engine/engine.ts';
import type { Sums } from '../training/events.ts';
import type { Subject } from './subject.ts';

/** One image's logits, as a view. @param logits [count, classes] @param count images in them */
export function rowOf(logits: Float32Array, count: number, image: number): Float32Array {
  const classes = logits.length / count;
  return logits.subarray(image * classes, (image + 1) * classes);
}

/** What the network says of one minibatch: logits [count, classes]. */
export async function logitsOf(
  trainer: Subject['trainer'],
  images: InspectRequest['images'],
  statistics: InspectRequest['statistics'],
): Promise<Float32Array> {
  const { logits } = await trainer.inspect({ images, statistics, outputs: [], gradients: false });
  return logits;
}

/** @param logits [labels.length, classes] */
export function sumsOf(logits: Float32Array, labels: ArrayLike<number>): Sums {
  let lossSum = 0;
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = rowOf(logits, labels.length, i);
    const label = labels[i] as number;
    lossSum += crossEntropy(row, label);
    if (argmax(row) === label) correct++;
  }
  return { images: labels.length, lossSum, correct };
}

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

/**
 * Tells a network that gives numbers from one whose training diverged.
 * @param values logits, another layer's output, or an update @throws what a person should read, for infinite values and NaN
 */
export function checkFinite(values: Float32Array | Float64Array): void {
  if (values.every(Number.isFinite)) return;
  throw new Error('The network gives no numbers any more: its training diverged. Try a lower learning rate.');
}
