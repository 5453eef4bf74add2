/** SGD: p ← p − lr·g; with momentum μ: v ← μ·v + g, p ← p − lr·v. */
import type { Optimizer } from '../../../network/layers.ts';
import { flatMap, slotAt, stepped, type Update } from './optimizer.ts';

export const sgd: Update<Extract<Optimizer, { name: 'sgd' }>> = (optimizer, p, g, slots) => {
  const { learningRate: rate, momentum } = optimizer;
  if (momentum === 0) return { parameter: stepped(p, 'rate * g', { g }, { rate }, optimizer), slots: [] };
  const v = flatMap('momentum * v + g', { v: slotAt(slots, 0), g }, { momentum });
  return { parameter: stepped(p, 'rate * v', { v }, { rate }, optimizer), slots: [v] };
};
