/** What an update rule works with at a step, in float64 until it is rounded once: kernels know these by their numbers. */
import type { Optimizer } from '../../network/layers.ts';

/**
 * Of step t, counted from 1:
 *
 *   sgd       p ← p − c0 · g                                                    c0 = lr
 *   momentum  v ← c1 · v + g,  p ← p − c0 · v                                   c1 = μ
 *   adam      m ← c1 · m + c2 · g,  v ← c3 · v + c4 · g²,
 *             p ← p − c0 · m / (c5 · √v + c6)      c0 = lr / (1 − β1ᵗ), c1 = β1, c2 = 1 − β1, c3 = β2, c4 = 1 − β2,
 *                                                  c5 = 1 / √(1 − β2ᵗ), c6 = ε
 *   rmsprop   a ← c1 · a + c2 · g²,  p ← p − c0 · g / √(a + c6)                 c1 = decay, c2 = 1 − decay, c6 = ε
 *
 * and c7 = lr · weight decay. @returns c0 … c7
 */
export function coefficientsAt(
  optimizer: Optimizer,
  t: number,
  learningRate = optimizer.learningRate,
): Float32Array {
  const c = new Float32Array(8);
  c[0] = learningRate;
  c[7] = learningRate * (optimizer.weightDecay ?? 0);
  switch (optimizer.name) {
    case 'sgd':
      c[1] = optimizer.momentum;
      break;
    case 'adam':
      c[0] = learningRate / (1 - optimizer.beta1 ** t);
      c[1] = optimizer.beta1;
      c[2] = 1 - optimizer.beta1;
      c[3] = optimizer.beta2;
      c[4] = 1 - optimizer.beta2;
      c[5] = 1 / Math.sqrt(1 - optimizer.beta2 ** t);
      c[6] = optimizer.epsilon;
      break;
    case 'rmsprop':
      c[1] = optimizer.decay;
      c[2] = 1 - optimizer.decay;
      c[6] = optimizer.epsilon;
      break;
    default:
      optimizer satisfies never;
  }
  return c;
}
