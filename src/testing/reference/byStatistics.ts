/**
 * Normalization, over groups of n values that share statistics:
 *
 *   μ = Σx / n        v = Σ(x − μ)² / n        r = 1 / sqrt(v + ε)        x̂ = (x − μ)·r        y = γ·x̂ + β
 *   dβ = Σ dy         dγ = Σ dy·x̂              (over the values of one channel)
 *   g = γ·dy          dx = r·(g − mean(g) − x̂·mean(g·x̂))
 *
 * Batch renorm: y = γ·(x̂·ρ + δ) + β, ρ and δ constants, so that γ·ρ takes γ's place in g and dγ = Σ dy·(x̂·ρ + δ).
 *
 * RMS norm takes no mean off: μ = 0, and mean(g) goes. With the moving statistics, which do not depend on x, both
 * means go: dx = r·g.
 */

import type { LayerNorm } from '../../network/layers.ts';
import { descriptionOf, usesMoving } from '../../network/norms.ts';
import { type Groups, groupsOf } from './groups.ts';
import { add, at, type LayerOp, type Pass } from './layer.ts';

interface Statistics {
  /** By group. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** The mean of value(i) over each group. */
function means(groups: Groups, length: number, value: (i: number) => number): Float64Array {
  const [sums, sizes] = [new Float64Array(groups.count), new Float64Array(groups.count)];
  for (let i = 0; i < length; i++) {
    add(sums, groups.groupOf(i), value(i));
    add(sizes, groups.groupOf(i), 1);
  }
  return sums.map((sum, group) => sum / at(sizes, group));
}

const moving = (name: string, pass: Pass): Statistics => ({
  mean: pass.parameter(`${name}/movingMean`),
  variance: pass.parameter(`${name}/movingVariance`),
});

/** A value a group: 1 and 0 for all norms but batch renorm in training. */
function correctionOf(
  { limits, epsilon }: LayerNorm,
  own: boolean,
  { mean, variance }: Statistics,
  name: string,
  pass: Pass,
): { ratio: Float64Array; offset: Float64Array } {
  if (!limits || !own) return { ratio: mean.map(() => 1), offset: mean.map(() => 0) };
  const before = moving(name, pass);
  const { step } = pass;
  const share = step === undefined || limits.updates === 0 ? 1 : Math.min(1, (step - 1) / limits.updates);
  const [rMax, dMax] = [1 + share * (limits.rMax - 1), share * limits.dMax];
  const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  const deviation = before.variance.map((v) => Math.sqrt(v + epsilon));
  return {
    ratio: variance.map((v, c) => within(Math.sqrt(v + epsilon) / at(deviation, c), 1 / rMax, rMax)),
    offset: mean.map((m, c) => within((m - at(before.mean, c)) / at(deviation, c), -dMax, dMax)),
  };
}

/** The moving statistics after they have followed the minibatch, the variance by the distance from the old mean. */
function estimate(name: string, { mean, variance }: Statistics, momentum: number, pass: Pass): Statistics {
  const before = moving(name, pass);
  const mixed = (old: Float64Array, now: (c: number) => number) =>
    old.map((value, c) => momentum * value + (1 - momentum) * now(c));
  const after = {
    mean: mixed(before.mean, (c) => at(mean, c)),
    variance: mixed(before.variance, (c) => at(variance, c) + (at(mean, c) - at(before.mean, c)) ** 2),
  };
  pass.setMoving?.(`${name}/movingMean`, after.mean);
  pass.setMoving?.(`${name}/movingVariance`, after.variance);
  return after;
}

/** moving ← momentum · moving + (1 − momentum) · statistic, the variance unbiased there. @param count values a channel */
function moveOn(
  name: string,
  { mean, variance }: Statistics,
  count: number,
  momentum: number,
  pass: Pass,
): void {
  const before = moving(name, pass);
  const follow = (old: Float64Array, now: Float64Array, factor: number) =>
    old.map((value, c) => momentum * value + (1 - momentum) * factor * at(now, c));
  pass.setMoving?.(`${name}/movingMean`, follow(before.mean, mean, 1));
  pass.setMoving?.(
    `${name}/movingVariance`,
    follow(before.variance, variance, count > 1 ? count / (count - 1) : 1),
  );
}

export const byStatistics: LayerOp<'norm'> = ({ name, norm: kind, input }, x, pass) => {
  const groups = groupsOf(kind, pass.count, input);
  const { groupOf, channelOf } = groups;
  const centred = descriptionOf(kind).statistics?.mean ?? false;
  const own = !usesMoving(kind, pass.statistics);
  const measured = (): Statistics => {
    const mean = means(groups, x.length, (i) => (centred ? at(x, i) : 0));
    return { mean, variance: means(groups, x.length, (i) => (at(x, i) - at(mean, groupOf(i))) ** 2) };
  };
  const found = own ? measured() : moving(name, pass);
  const estimated = own && kind.estimated === true;
  const { mean, variance } = estimated ? estimate(name, found, kind.momentum ?? 1, pass) : found;
  const r = variance.map((v) => 1 / Math.sqrt(v + kind.epsilon));
  const normalized = x.map((value, i) => (value - at(mean, groupOf(i))) * at(r, groupOf(i)));
  const { ratio, offset } = correctionOf(kind, own, { mean, variance }, name, pass);
  const corrected = normalized.map((value, i) => value * at(ratio, groupOf(i)) + at(offset, groupOf(i)));
  if (own && !estimated && pass.setMoving && descriptionOf(kind).moving.length > 0)
    moveOn(name, { mean, variance }, x.length / groups.count, kind.momentum ?? 1, pass);
  const gamma = pass.parameter(`${name}/gamma`);
  const beta = pass.parameter(`${name}/beta`);
  return {
    y: corrected.map((value, i) => at(gamma, channelOf(i)) * value + at(beta, channelOf(i))),
    backward(dy) {
      const [dgamma, dbeta] = [new Float64Array(gamma.length), new Float64Array(beta.length)];
      for (let i = 0; i < dy.length; i++) {
        add(dgamma, channelOf(i), at(dy, i) * at(corrected, i));
        add(dbeta, channelOf(i), at(dy, i));
      }
      pass.setGradient(`${name}/gamma`, dgamma);
      pass.setGradient(`${name}/beta`, dbeta);
      const g = dy.map((value, i) => at(gamma, channelOf(i)) * at(ratio, groupOf(i)) * value);
      if (!own || estimated) return g.map((value, i) => value * at(r, groupOf(i)));
      const level = means(groups, g.length, (i) => (centred ? at(g, i) : 0));
      const along = means(groups, g.length, (i) => at(g, i) * at(normalized, i));
      return g.map((value, i) => {
        const group = groupOf(i);
        return at(r, group) * (value - at(level, group) - at(normalized, i) * at(along, group));
      });
    },
  };
};
