/**
 * Weight Standardization of one filter and the way back (Qiao et al. 2019, arXiv 1903.10520), in float64. With n weights
 * w, d = w − mean(w), s = √mean(d²) and the gradient g of the loss by the standardized weights:
 *
 *   ŵ = d / (s + ε)
 *   ∂L/∂w = (g − mean(g)) / (s + ε) − d · mean(g·d) / (s·(s + ε)²)
 *
 * What comes out has no component along (1, …, 1) and none along d, hence none along w.
 */

import { WS_EPSILON } from '../../../../network/layers.ts';
import { decimal, percent } from '../../../../spec/numbers.ts';

export interface Spread {
  readonly mean: number;
  /** The population's. */
  readonly deviation: number;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

const centred = (values: readonly number[]): number[] => {
  const mean = meanOf(values);
  return values.map((value) => value - mean);
};

export function spreadOf(values: readonly number[]): Spread {
  const d = centred(values);
  return { mean: meanOf(values), deviation: Math.sqrt(dot(d, d) / d.length) };
}

export function standardize(weights: readonly number[]): number[] {
  const { deviation } = spreadOf(weights);
  return centred(weights).map((d) => d / (deviation + WS_EPSILON));
}

/** A filter of equal weights has d = 0, and its last term is 0. */
export function weightGradient(weights: readonly number[], gradient: readonly number[]): number[] {
  const d = centred(weights);
  const { deviation } = spreadOf(weights);
  const scale = deviation + WS_EPSILON;
  const along = deviation === 0 ? 0 : dot(gradient, d) / d.length / (deviation * scale ** 2);
  return centred(gradient).map((g, i) => g / scale - (d[i] ?? 0) * along);
}

/** A gradient's components: along (1, …, 1) / √n, along d / |d|, and the length of the rest. */
export interface Components {
  readonly ones: number;
  readonly kernel: number;
  readonly rest: number;
}

export function componentsOf(gradient: readonly number[], weights: readonly number[]): Components {
  const d = centred(weights);
  const length = Math.sqrt(dot(d, d));
  const ones = (meanOf(gradient) * gradient.length) / Math.sqrt(gradient.length);
  const kernel = length === 0 ? 0 : dot(gradient, d) / length;
  return { ones, kernel, rest: Math.sqrt(Math.max(0, dot(gradient, gradient) - ones ** 2 - kernel ** 2)) };
}

/** What becomes of the gradient's length, in a sentence. */
export function describeFilter({ deviation }: Spread): string {
  if (deviation < 1e-9)
    return 'A filter of equal weights has no deviation to divide by: only ε keeps it finite.';
  const factor = 1 / (deviation + WS_EPSILON);
  const words = factor >= 1 ? `${decimal(factor)} times as long` : `${percent(factor, 0)} as long`;
  return `Both components are gone, and division by σ makes the rest ${words}: the larger a filter's deviation, the smaller its gradient.`;
}
