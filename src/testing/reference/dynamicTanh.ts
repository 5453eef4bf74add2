/**
 * Dynamic tanh, with one α a layer:
 *
 *   t = tanh(α·x)        y = γ·t + β        g = γ·dy·(1 − t²)
 *   dx = α·g        dγ = Σ dy·t        dβ = Σ dy        dα = Σ g·x
 */
import { add, at, type LayerOp } from './layer.ts';

export const dynamicTanh: LayerOp<'norm'> = ({ name }, x, pass) => {
  const gamma = pass.parameter(`${name}/gamma`);
  const beta = pass.parameter(`${name}/beta`);
  const [alpha = 1] = pass.parameter(`${name}/alpha`);
  const t = x.map((value) => Math.tanh(alpha * value));
  const channels = gamma.length;
  return {
    y: t.map((value, i) => at(gamma, i % channels) * value + at(beta, i % channels)),
    backward(dy) {
      const [dgamma, dbeta, dalpha] = [
        new Float64Array(channels),
        new Float64Array(channels),
        new Float64Array(1),
      ];
      const g = dy.map((value, i) => at(gamma, i % channels) * value * (1 - at(t, i) ** 2));
      for (let i = 0; i < dy.length; i++) {
        add(dgamma, i % channels, at(dy, i) * at(t, i));
        add(dbeta, i % channels, at(dy, i));
        add(dalpha, 0, at(g, i) * at(x, i));
      }
      pass.setGradient(`${name}/gamma`, dgamma);
      pass.setGradient(`${name}/beta`, dbeta);
      pass.setGradient(`${name}/alpha`, dalpha);
      return g.map((value) => alpha * value);
    },
  };
};
