/** SGD: p ← p − lr·g; with momentum μ: v ← μ·v + g, p ← p − lr·v. */
import type { Optimizer } from '../../../network/layers.ts';
import { flatMap, slotAt, type Update } from './optimizer.ts';

export const sgd: Update<Extract<Optimizer, { name: 'sgd' }>> = (
  { learningRate: rate, momentum },
  p,
  g,
  slots,
) => {
  if (momentum === 0) return { parameter: flatMap('p - rate * g', { p, g }, { rate }), slots: [] };
  const v = flatMap('momentum * v + g', { v: slotAt(slots, 0), g }, { momentum });
  return { parameter: flatMap('p - rate * v', { p, v }, { rate }), slots: [v] };
};
