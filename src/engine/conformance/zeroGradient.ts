/**
 * How far a trained parameter may be off because gradients that are 0 in theory are not in float32.
 *
 * Golden README: such a gradient (that of a bias before batch norm, wherever the ReLU between them lets all values
 * through) counts as right when it is off by at most 1e-5. SGD carries that into the parameter in proportion. Adam
 * divides by the gradient's own size: whatever remains of the rounding becomes up to one learning rate a step, in
 * either direction, and PyTorch's float32 too ends up 0.3 of the largest value away. So each element is allowed
 * two learning rates for each step at which its gradient was that small.
 *
 * What such an element does to the gradients of others is not allowed for: with seed 3 of ../shared's generator one bias
 * that rounding moved takes others 1.1e-2 away within three steps, in PyTorch's float32 as in every engine, and 1e-4 where
 * it stays. So a network that misses is trained again with those gradients taken for 0 (`stilled`).
 */
import type { Optimizer } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import { ZERO_GRADIENT } from './tolerance.ts';

/** By parameter, an absolute error for each of its elements. */
export type Slack = Map<string, Float64Array>;

/** Whether Adam's first moments say that an element's gradient was only rounding. */
const isRounding = (m: number, old: number, beta1: number): boolean =>
  Math.abs((m - beta1 * old) / (1 - beta1)) <= ZERO_GRADIENT;

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
      if (isRounding(m[i] as number, old[i] as number, optimizer.beta1))
        sum[i] = (sum[i] as number) + 2 * learningRate;
    }
  }
}

/** The state after step `t` of Adam, counted from 1, had gradients of biases that are only rounding been 0. */
export function stilled(optimizer: Optimizer, before: Parameters, after: Parameters, t: number): Parameters {
  if (optimizer.name !== 'adam') return after;
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  const state = new Map([...after].map(([name, values]) => [name, values.slice()]));
  for (const [name, values] of before) {
    const [m, v] = [before.get(`${name}/m`), before.get(`${name}/v`)];
    const [p, newM, newV] = [state.get(name), state.get(`${name}/m`), state.get(`${name}/v`)];
    if (!name.endsWith('/bias') || !m || !v || !p || !newM || !newV) continue;
    for (const [i, value] of values.entries()) {
      if (!isRounding(newM[i] as number, m[i] as number, beta1)) continue;
      newM[i] = beta1 * (m[i] as number);
      newV[i] = beta2 * (v[i] as number);
      const [mean, square] = [newM[i] / (1 - beta1 ** t), newV[i] / (1 - beta2 ** t)];
      p[i] = value - (learningRate * mean) / (Math.sqrt(square) + epsilon);
    }
  }
  return state;
}

/** `got` moved towards `exact` by at most the slack. */
export const forgiven = (got: Float32Array, exact: readonly number[], slack: Float64Array): Float64Array =>
  Float64Array.from(got, (value, i) => {
    const error = value - (exact[i] ?? Number.NaN);
    const allowed = slack[i] ?? 0;
    return (exact[i] ?? Number.NaN) + Math.sign(error) * Math.max(0, Math.abs(error) - allowed);
  });
