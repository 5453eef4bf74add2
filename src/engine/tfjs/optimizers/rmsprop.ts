/** RMSprop (Tieleman & Hinton 2012, as Keras has it): a ← d·a + (1 − d)·g², p ← p − lr·g / sqrt(a + ε). */
import type { Optimizer } from '../../../network/layers.ts';
import { flatMap, slotAt, stepped, type Update } from './optimizer.ts';

export const rmsprop: Update<Extract<Optimizer, { name: 'rmsprop' }>> = (optimizer, p, g, slots) => {
  const { learningRate: rate, decay, epsilon } = optimizer;
  const a = flatMap(
    'kept * a + taken * g * g',
    { a: slotAt(slots, 0), g },
    { kept: decay, taken: 1 - decay },
  );
  return {
    parameter: stepped(p, 'rate * g / sqrt(a + epsilon)', { g, a }, { rate, epsilon }, optimizer),
    slots: [a],
  };
};
