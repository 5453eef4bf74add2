/** Every optimizer's update: a new optimizer is one file and one line here. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer } from '../../../network/layers.ts';
import { adam } from './adam.ts';
import type { Updated } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export function update(
  optimizer: Optimizer,
  parameter: Tensor,
  gradient: Tensor,
  slots: readonly Tensor[],
  t: number,
): Updated {
  switch (optimizer.name) {
    case 'sgd':
      return sgd(optimizer, parameter, gradient, slots, t);
    case 'adam':
      return adam(optimizer, parameter, gradient, slots, t);
    case 'rmsprop':
      return rmsprop(optimizer, parameter, gradient, slots, t);
    default:
      return optimizer satisfies never;
  }
}
