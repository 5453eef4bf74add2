/**
 * Adam (Kingma & Ba 2015): m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², and with the bias corrections
 * m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ): p ← p − lr·m̂ / (sqrt(v̂) + ε).
 */
import type { Optimizer } from '../../../network/layers.ts';
import { flatMap, slotAt, stepped, type Update } from './optimizer.ts';

export const adam: Update<Extract<Optimizer, { name: 'adam' }>> = (optimizer, p, g, slots, t) => {
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  // 1 − β in double: from a float32 0.999 it would be off by 6e-5 of its value.
  const moment = { kept: beta1, taken: 1 - beta1 };
  const square = { kept: beta2, taken: 1 - beta2 };
  const m = flatMap('kept * m + taken * g', { m: slotAt(slots, 0), g }, moment);
  const v = flatMap('kept * v + taken * g * g', { v: slotAt(slots, 1), g }, square);
  const scalars = {
    rate: learningRate / (1 - beta1 ** t),
    correction: 1 / (1 - beta2 ** t),
    epsilon,
  };
  return {
    parameter: stepped(p, 'rate * m / (sqrt(v * correction) + epsilon)', { m, v }, scalars, optimizer),
    slots: [m, v],
  };
};
