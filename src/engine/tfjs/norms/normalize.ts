/**
 * Normalization over any grouping, forward and backward. With n values that share statistics:
 *
 *   μ = Σx / n        v = Σ(x − μ)² / n        r = 1 / sqrt(v + ε)        x̂ = (x − μ)·r        y = γ·x̂ + β
 *   dβ = Σ dy         dγ = Σ dy·x̂             (over the values of one channel)
 *   u = γ·dy − x̂·mean(γ·dy·x̂)        dx = r·(u − mean(u))
 *
 * mean(u) is mean(γ·dy), as mean(x̂) = 0; but in float32 it is not quite 0, and dx then does not sum to 0 over its
 * group. Adam makes whole steps of such a rest: the gradient of a bias before batch norm at batch 2 is 0, and with
 * mean(γ·dy) in its place it was 9e-7 (0 in PyTorch's float32, which takes the mean off last, too).
 * The variance takes a second pass over x: E[x²] − μ² loses all its digits where |μ| is large. Without the mean
 * (RMS) μ = 0 and its term in dx goes.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { type Axis, type Inputs, map, sum, type View, without } from '../kernels/fused.ts';
import { sumOver } from '../layers/sums.ts';
import type { Grouping } from './grouping.ts';

/** x̂ in terms of x, m (left out when not centred) and v. */
const normalized = (centred: boolean): string => `(x${centred ? ' - m' : ''}) / sqrt(v + epsilon)`;

export interface Statistics {
  /** Undefined when the norm takes no mean off. */
  readonly mean: Tensor | undefined;
  /** The population's (for RMS, the mean square). */
  readonly variance: Tensor;
  /** Values that share them. */
  readonly count: number;
}

export interface Affine {
  /** [C] */
  readonly gamma: Tensor;
  readonly beta: Tensor;
}

const statisticsView = ({ view, over }: Grouping): View => over.reduce<View>(without, view);

/** x, v and, where there is one, m, as the expressions name them. */
function inputsOf(x: Tensor, grouping: Grouping, { mean, variance }: Statistics): Inputs {
  const shared = statisticsView(grouping);
  return {
    x: [x, grouping.view],
    v: [variance, shared],
    ...(mean ? { m: [mean, shared] as const } : {}),
  };
}

/**
 * x less its mean, rounded: statistics of that are then taken as those of x would be. Where few values share a
 * mean (dense layers, groups of two), the mean's own rounding is not small beside their spread: on a golden case
 * y was off by 5e-5 of its size, and by under 2e-5 with this.
 */
export function shifted(x: Tensor, { view, over }: Grouping): { readonly x: Tensor; readonly mean: Tensor } {
  const count = over.reduce<number>((product, axis) => product * view[axis], 1);
  const mean = sumOver(over, 'x', { x: [x, view] }, view, 1 / count);
  const inputs: Inputs = { x: [x, view], m: [mean, over.reduce<View>(without, view)] };
  return { x: map('x - m', inputs, view, {}, x.shape), mean };
}

export function statistics(x: Tensor, { view, over, centred }: Grouping): Statistics {
  const count = over.reduce<number>((product, axis) => product * view[axis], 1);
  if (!centred) {
    return { mean: undefined, variance: sumOver(over, 'x * x', { x: [x, view] }, view, 1 / count), count };
  }
  const mean = sumOver(over, 'x', { x: [x, view] }, view, 1 / count);
  const inputs: Inputs = { x: [x, view], m: [mean, over.reduce<View>(without, view)] };
  return { mean, variance: sumOver(over, '(x - m) * (x - m)', inputs, view, 1 / count), count };
}

export function normalize(
  x: Tensor,
  grouping: Grouping,
  stats: Statistics,
  { gamma, beta }: Affine,
  epsilon: number,
): Tensor {
  const { view, affine, centred } = grouping;
  return map(
    `${normalized(centred)} * gamma + beta`,
    { ...inputsOf(x, grouping, stats), gamma: [gamma, affine], beta: [beta, affine] },
    view,
    { epsilon },
    x.shape,
  );
}

export interface NormGradients {
  readonly dx: Tensor;
  /** [C] each, as the affine view. */
  readonly dgamma: Tensor;
  readonly dbeta: Tensor;
}

/** With statistics that are none of x's: dx = γ·dy·r, dγ and dβ as above. For groupings by channel alone. */
export function frozenGradients(
  x: Tensor,
  dy: Tensor,
  grouping: Grouping,
  stats: Statistics,
  gamma: Tensor,
  epsilon: number,
): NormGradients {
  const { view, over, affine, centred } = grouping;
  const inputs: Inputs = { ...inputsOf(x, grouping, stats), dy: [dy, view] };
  const variance = [stats.variance, statisticsView(grouping)] as const;
  const scaled: Inputs = { dy: [dy, view], gamma: [gamma, affine], v: variance };
  return {
    dx: map('gamma * dy / sqrt(v + epsilon)', scaled, view, { epsilon }, x.shape),
    dgamma: sumOver(over, `dy * ${normalized(centred)}`, inputs, view, 1, { epsilon }),
    dbeta: sumOver(over, 'dy', { dy: [dy, view] }, view),
  };
}

export function normalizeGradients(
  x: Tensor,
  dy: Tensor,
  grouping: Grouping,
  stats: Statistics,
  gamma: Tensor,
  epsilon: number,
): NormGradients {
  const { view, over, affine, centred } = grouping;
  const inputs: Inputs = { ...inputsOf(x, grouping, stats), dy: [dy, view] };
  // Pixels first: where they share statistics as well as gamma, both kinds of sum go on from here.
  const [pixels, ...rest] = over;
  const both = affine[pixels] === 1;
  const part = both ? without(view, pixels) : view;
  const product = `dy * ${normalized(centred)}`;
  const sumDy = view[pixels] === 1 || !both ? dy : sum(pixels, 'dy', { dy: [dy, view] }, view);
  const sumDyX = both
    ? sum(pixels, product, inputs, view, 1, { epsilon })
    : map(product, inputs, view, { epsilon });
  const perChannel = (of: Tensor) =>
    sumOver(
      // The longest first.
      [1, 0, 2, 3].filter((axis): axis is Axis => affine[axis] === 1),
      's',
      { s: [of, part] },
      part,
    );
  const dbeta = perChannel(sumDy);
  const dgamma = perChannel(sumDyX);
  const shared = statisticsView(grouping);
  const along = sumOver(
    rest.length === 0 ? [pixels] : rest,
    's * gamma',
    { s: [sumDyX, part], gamma: [gamma, affine] },
    part,
    1 / stats.count,
  );
  const uncentred = {
    expression: `gamma * dy - ${normalized(centred)} * along`,
    inputs: { ...inputs, gamma: [gamma, affine], along: [along, shared] } satisfies Inputs,
  };
  if (!centred) {
    const dx = map(
      `(${uncentred.expression}) / sqrt(v + epsilon)`,
      uncentred.inputs,
      view,
      { epsilon },
      x.shape,
    );
    return { dx, dgamma, dbeta };
  }
  if (view[pixels] === 1) {
    const u = map(uncentred.expression, uncentred.inputs, view, { epsilon });
    const d = shifted(u, grouping).x;
    const mean = sumOver(over, 'd', { d: [d, view] }, view, 1 / stats.count);
    const dx = map(
      '(d - mean) / sqrt(v + epsilon)',
      { d: [d, view], mean: [mean, shared], v: [stats.variance, shared] },
      view,
      { epsilon },
      x.shape,
    );
    return { dx, dgamma, dbeta };
  }
  const mean = sumOver(over, uncentred.expression, uncentred.inputs, view, 1 / stats.count, { epsilon });
  const dx = map(
    `(${uncentred.expression} - mean) / sqrt(v + epsilon)`,
    { ...uncentred.inputs, mean: [mean, shared] },
    view,
    { epsilon },
    x.shape,
  );
  return { dx, dgamma, dbeta };
}
