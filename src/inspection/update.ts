/**
 * What the optimizer would add to the parameters next, in float64. With the gradient g, the slots as they are, and t the
 * step's number:
 *
 *   sgd       v ← μ·v + g                                          Δ = −lr · v
 *   adam      m ← β₁·m + (1 − β₁)·g    v ← β₂·v + (1 − β₂)·g²      Δ = −lr · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 *   rmsprop   a ← d·a + (1 − d)·g²                                 Δ = −lr · g / √(a + ε)
 *
 * (Kingma & Ba 2015; Tieleman & Hinton 2012, lecture 6.5.)
 */
import type { Optimizer } from '../network/layers.ts';
import { type Parameters, slotNames } from '../network/parameters.ts';

/**
 * The update of each parameter that has a gradient, by name.
 * @param parameters with the optimizer's slots
 * @param t the step's number, counted from 1
 * @throws Error where a slot is missing
 */
export function nextUpdate(
  optimizer: Optimizer,
  parameters: Parameters,
  gradients: Parameters,
  t: number,
): Map<string, Float64Array> {
  return new Map(
    [...gradients].map(([name, gradient]) => {
      const slots = slotNames(optimizer).map((slot) => {
        const values = parameters.get(`${name}/${slot}`);
        if (!values) throw new Error(`The state has no ${name}/${slot}.`);
        return values;
      });
      return [name, updateOf(optimizer, gradient, slots, t)];
    }),
  );
}

function updateOf(
  optimizer: Optimizer,
  gradient: Float32Array,
  slots: readonly Float32Array[],
  t: number,
): Float64Array {
  const lr = optimizer.learningRate;
  const [first, second] = slots;
  // A copy, mapped: Float64Array.from with a function goes through an iterator and takes five times as long.
  const wide = Float64Array.from(gradient);
  const at = (slot: Float32Array | undefined, i: number): number => slot?.[i] ?? 0;
  switch (optimizer.name) {
    case 'sgd':
      return wide.map((g, i) => -lr * (optimizer.momentum * at(first, i) + g));
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizer;
      const [correction1, correction2] = [1 - beta1 ** t, 1 - beta2 ** t];
      return wide.map((g, i) => {
        const m = beta1 * at(first, i) + (1 - beta1) * g;
        const v = beta2 * at(second, i) + (1 - beta2) * g * g;
        return (-lr * (m / correction1)) / (Math.sqrt(v / correction2) + epsilon);
      });
    }
    case 'rmsprop': {
      const { decay, epsilon } = optimizer;
      return wide.map((g, i) => {
        const a = decay * at(first, i) + (1 - decay) * g * g;
        return (-lr * g) / Math.sqrt(a + epsilon);
      });
    }
    default:
      return optimizer satisfies never;
  }
}
