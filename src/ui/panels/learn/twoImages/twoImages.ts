/**
 * Batch norm over two images, in float64 and by hand (Ioffe & Szegedy 2015, algorithms 1 and 2), before γ and β:
 *
 *   μ = Σx / n        σ² = Σ(x − μ)² / n        training: (x − μ) / √(σ² + ε)        test: (x − μ') / √(σ'² + ε)
 *
 * with the moving mean μ' and variance σ'².
 */
import { decimal } from '../../../../spec/numbers.ts';
export interface Statistics {
  readonly mean: number;
  /** The population's, divided by n. */
  readonly variance: number;
}

/** The epsilon of batch norm in Keras 2.2, its own here. */
export const EPSILON = 1e-3;

/** Values of image A and of image B: two pixels of a channel, or two units of a dense layer. */
export type Values = readonly [a1: number, a2: number, b1: number, b2: number];

export type LayerKind = 'convolution' | 'dense';

/** Indices of the values that share a mean: a channel's pixels all, a dense layer's unit by unit. */
export const SETS: Readonly<Record<LayerKind, readonly (readonly number[])[]>> = {
  convolution: [[0, 1, 2, 3]],
  dense: [
    [0, 2],
    [1, 3],
  ],
};

export function statisticsOf(values: readonly number[]): Statistics {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

export const normalize = (value: number, { mean, variance }: Statistics): number =>
  (value - mean) / Math.sqrt(variance + EPSILON);

/** Every value as training makes it, in the order of `values`. */
export function trainingOutputs(values: Values, kind: LayerKind): number[] {
  const outputs = new Array<number>(values.length).fill(0);
  for (const set of SETS[kind]) {
    const members = set.map((i) => values[i] ?? 0);
    const statistics = statisticsOf(members);
    for (const [k, i] of set.entries()) outputs[i] = normalize(members[k] ?? 0, statistics);
  }
  return outputs;
}

export const testOutputs = (values: Values, moving: Statistics): number[] =>
  values.map((value) => normalize(value, moving));

/** What is to be seen in the outputs, in a sentence. */
export function describeOutputs(values: Values, kind: LayerKind): string {
  if (kind === 'convolution') {
    const { mean, variance } = statisticsOf(values);
    return variance === 0
      ? `All four values are ${decimal(mean, 1)}: nothing is left of them but 0.`
      : 'All four values share one mean: each output depends on both images, and the distances between them stay in proportion.';
  }
  const [a1, a2, b1, b2] = values;
  const words = (a: number, b: number): string => {
    if (a === b) return 'both become 0';
    return a < b ? 'image A becomes −1 and image B +1' : 'image A becomes +1 and image B −1';
  };
  const gaps = [a1 - b1, a2 - b2].map(Math.abs).filter((gap) => gap > 0);
  const told = [`Unit 1: ${words(a1, b1)}.`, `Unit 2: ${words(a2, b2)}.`];
  if (gaps.some((gap) => gap < 0.3)) told.push('Only ε keeps values that are this close from the full ±1.');
  else if (gaps.length === 2) told.push('How far apart the values were makes no difference.');
  return told.join(' ');
}
