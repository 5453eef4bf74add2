/** What an optimizer's step does to one parameter, in float64. */
import type { Optimizer } from '../../network/layers.ts';

/** One parameter's update, as golden/README.md has it; the slots change. @param shrinks whether weight decay is for this parameter */
export function update(
  optimizer: Optimizer,
  value: readonly number[],
  gradient: ArrayLike<number>,
  slots: number[][],
  t: number,
  shrinks = true,
): number[] {
  const [first = [], second = []] = slots;
  const { learningRate, weightDecay = 0 } = optimizer;
  return value.map((before, i) => {
    const g = gradient[i] as number;
    const p = shrinks ? before - learningRate * weightDecay * before : before;
    switch (optimizer.name) {
      case 'sgd':
        first[i] = optimizer.momentum * (first[i] ?? 0) + g;
        return p - learningRate * first[i];
      case 'rmsprop':
        first[i] = optimizer.decay * (first[i] ?? 0) + (1 - optimizer.decay) * g * g;
        return p - (learningRate * g) / Math.sqrt(first[i] + optimizer.epsilon);
      case 'adam': {
        const { beta1, beta2, epsilon } = optimizer;
        first[i] = beta1 * (first[i] ?? 0) + (1 - beta1) * g;
        second[i] = beta2 * (second[i] ?? 0) + (1 - beta2) * g * g;
        const [m, v] = [first[i] / (1 - beta1 ** t), second[i] / (1 - beta2 ** t)];
        return p - (learningRate * m) / (Math.sqrt(v) + epsilon);
      }
      default:
        return optimizer satisfies never;
    }
  });
}
