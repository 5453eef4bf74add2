/**
 * Normalization, over groups of n values that share statistics:
 *
 *   μ = Σx / n        v = Σ(x − μ)² / n        r = 1 / sqrt(v + ε)        x̂ = (x − μ)·r        y = γ·x̂ + β
 *   dβ = Σ dy         dγ = Σ dy·x̂              (over the values of one channel)
 *   g = γ·dy          dx = r·(g − mean(g) − x̂·mean(g·x̂))
 *
 * RMS norm takes no mean off: μ = 0, and mean(g) goes. With the moving statistics, which do not depend on x, both
 * means go: dx = r·g.
 */
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

export const byStatistics: LayerOp<'norm'> = ({ name, norm: kind, input }, x, pass) => {
  const groups = groupsOf(kind, pass.count, input);
  const { groupOf, channelOf } = groups;
  const centred = descriptionOf(kind).statistics?.mean ?? false;
  const own = !usesMoving(kind, pass.statistics);
  const measured = (): Statistics => {
    const mean = means(groups, x.length, (i) => (centred ? at(x, i) : 0));
    return { mean, variance: means(groups, x.length, (i) => (at(x, i) - at(mean, groupOf(i))) ** 2) };
  };
  const { mean, variance } = own ? measured() : moving(name, pass);
  const r = variance.map((v) => 1 / Math.sqrt(v + kind.epsilon));
  const normalized = x.map((value, i) => (value - at(mean, groupOf(i))) * at(r, groupOf(i)));
  const gamma = pass.parameter(`${name}/gamma`);
  const beta = pass.parameter(`${name}/beta`);
  return {
    y: normalized.map((value, i) => at(gamma, channelOf(i)) * value + at(beta, channelOf(i))),
    backward(dy) {
      const [dgamma, dbeta] = [new Float64Array(gamma.length), new Float64Array(beta.length)];
      for (let i = 0; i < dy.length; i++) {
        add(dgamma, channelOf(i), at(dy, i) * at(normalized, i));
        add(dbeta, channelOf(i), at(dy, i));
      }
      pass.setGradient(`${name}/gamma`, dgamma);
      pass.setGradient(`${name}/beta`, dbeta);
      const g = dy.map((value, i) => at(gamma, channelOf(i)) * value);
      if (!own) return g.map((value, i) => value * at(r, groupOf(i)));
      const level = means(groups, g.length, (i) => (centred ? at(g, i) : 0));
      const along = means(groups, g.length, (i) => at(g, i) * at(normalized, i));
      return g.map((value, i) => {
        const group = groupOf(i);
        return at(r, group) * (value - at(level, group) - at(normalized, i) * at(along, group));
      });
    },
  };
};
