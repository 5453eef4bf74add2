/** Images' logits, and loss and accuracy from them, summed in float64. */
import type { InspectRequest } from '../engine/engine.ts';
import type { Sums } from '../training/events.ts';
import { argmax, crossEntropy } from './softmax.ts';
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
