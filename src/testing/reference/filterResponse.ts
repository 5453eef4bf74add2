/**
 * Filter response norm, over groups of n values that share a root mean square:
 *
 *   r = 1 / sqrt(Σx² / n + ε)        x̂ = x·r        z = γ·x̂ + β        y = max(z, τ)
 *   dz = dy where z > τ, dy / 2 where z = τ        dγ = Σ dz·x̂        dβ = Σ dz        dτ = Σ dy − dz
 *   g = γ·dz        dx = r·(g − x̂·mean(g·x̂))
 */
import { groupsOf } from './groups.ts';
import { add, at, type LayerOp } from './layer.ts';

export const filterResponse: LayerOp<'norm'> = ({ name, norm: kind, input }, x, pass) => {
  const { count, groupOf } = groupsOf(kind, pass.count, input);
  const [gamma, beta, threshold] = ['gamma', 'beta', 'threshold'].map((array) =>
    pass.parameter(`${name}/${array}`),
  ) as [Float64Array, Float64Array, Float64Array];
  const channels = gamma.length;
  const size = x.length / count;
  const meanOf = (value: (i: number) => number): Float64Array => {
    const sums = new Float64Array(count);
    for (let i = 0; i < x.length; i++) add(sums, groupOf(i), value(i) / size);
    return sums;
  };
  const r = meanOf((i) => at(x, i) ** 2).map((square) => 1 / Math.sqrt(square + kind.epsilon));
  const normalized = x.map((value, i) => value * at(r, groupOf(i)));
  const z = normalized.map((value, i) => at(gamma, i % channels) * value + at(beta, i % channels));
  return {
    y: z.map((value, i) => Math.max(value, at(threshold, i % channels))),
    backward(dy) {
      const [dgamma, dbeta, dthreshold] = [gamma, gamma, gamma].map(
        ({ length }) => new Float64Array(length),
      ) as [Float64Array, Float64Array, Float64Array];
      const dz = dy.map((value, i) => {
        const above = at(z, i) - at(threshold, i % channels);
        return above > 0 ? value : above === 0 ? value / 2 : 0;
      });
      for (let i = 0; i < dy.length; i++) {
        add(dgamma, i % channels, at(dz, i) * at(normalized, i));
        add(dbeta, i % channels, at(dz, i));
        add(dthreshold, i % channels, at(dy, i) - at(dz, i));
      }
      pass.setGradient(`${name}/gamma`, dgamma);
      pass.setGradient(`${name}/beta`, dbeta);
      pass.setGradient(`${name}/threshold`, dthreshold);
      const g = dz.map((value, i) => at(gamma, i % channels) * value);
      const along = meanOf((i) => at(g, i) * at(normalized, i));
      return g.map((value, i) => at(r, groupOf(i)) * (value - at(normalized, i) * at(along, groupOf(i))));
    },
  };
};
