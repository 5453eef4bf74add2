/**
 * How far a trained parameter may be off because gradients that are 0 in theory are not in float32.
 *
 * Golden README: such a gradient (that of a bias before batch norm, wherever the ReLU between them lets all values
 * through) counts as right when it is off by at most 1e-5. SGD carries that into the parameter in proportion. Adam
 * divides by the gradient's own size: whatever remains of the rounding becomes up to one learning rate a step, in
 * either direction, and PyTorch's float32 too ends up 0.3 of the largest value away. So each element is allowed
 * two learning rates for each step at which its gradient was that small.
 */
import type { Optimizer } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import { ZERO_GRADIENT } from './tolerance.ts';

/** By parameter, an absolute error for each of its elements. */
export type Slack = Map<string, Float64Array>;

/** Adds what one step allows; `before` and `after` are the whole state around it. */
export function addSlack(slack: Slack, optimizer: Optimizer, before: Parameters, after: Parameters): void {
  const { learningRate } = optimizer;
  for (const [name, values] of after) {
    const sum = slack.get(name) ?? new Float64Array(values.length);
    slack.set(name, sum);
    if (optimizer.name === 'sgd') {
      const each = (learningRate * ZERO_GRADIENT) / (1 - optimizer.momentum);
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + each;
    }
    const [m, old] = [after.get(`${name}/m`), before.get(`${name}/m`)];
    if (optimizer.name !== 'adam' || !m || !old) continue;
    for (let i = 0; i < sum.length; i++) {
      const gradient = ((m[i] as number) - optimizer.beta1 * (old[i] as number)) / (1 - optimizer.beta1);
      if (Math.abs(gradient) <= ZERO_GRADIENT) sum[i] = (sum[i] as number) + 2 * learningRate;
    }
  }
}

/** `got` moved towards `exact` by at most the slack. */
export const forgiven = (got: Float32Array, exact: readonly number[], slack: Float64Array): Float64Array =>
  Float64Array.from(got, (value, i) => {
    const error = value - (exact[i] ?? Number.NaN);
    const allowed = slack[i] ?? 0;
    return (exact[i] ?? Number.NaN) + Math.sign(error) * Math.max(0, Math.abs(error) - allowed);
  });
