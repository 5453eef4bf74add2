/** The norms of a network that normalize with the minibatch's mean and variance in training and with moving ones in tests. */
import { keepsMoments } from '../spec/norms/description.ts';
import type { Network } from './layers.ts';
import { descriptionOf, hasTwoFaces } from './norms.ts';
import type { Parameters } from './parameters.ts';

export interface BatchNorm {
  readonly name: string;
  /** Name of the layer whose output it normalizes. */
  readonly reads: string;
  readonly channels: number;
}

/** A value a channel. */
export interface MovingMoments {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export const batchNormsOf = ({ layers }: Network): BatchNorm[] =>
  layers.flatMap((layer) =>
    layer.kind === 'norm' && hasTwoFaces(layer.norm) && keepsMoments(descriptionOf(layer.norm))
      ? [{ name: layer.name, reads: layer.reads[0], channels: layer.output.at(-1) ?? 1 }]
      : [],
  );

/** @throws Error where the state has none of this name */
export function movingOf(parameters: Parameters, name: string): MovingMoments {
  const mean = parameters.get(`${name}/movingMean`);
  const variance = parameters.get(`${name}/movingVariance`);
  if (!mean || !variance) throw new Error(`The state has no moving statistics of ${name}.`);
  return { mean, variance };
}

/** The state with other moving statistics, by the norm's name. */
export function withMoving(
  parameters: Parameters,
  moving: ReadonlyMap<string, MovingMoments>,
): ReadonlyMap<string, Float32Array> {
  const replaced = new Map(parameters);
  for (const [name, { mean, variance }] of moving) {
    replaced.set(`${name}/movingMean`, mean).set(`${name}/movingVariance`, variance);
  }
  return replaced;
}
