/** The norms of a network that train with the minibatch's statistics and are tested with moving ones. */
import { keepsMoments, type MovingArray } from '../spec/norms/description.ts';
import type { Network } from './layers.ts';
import { descriptionOf, hasTwoFaces } from './norms.ts';
import type { Parameters } from './parameters.ts';

export interface MovingNorm {
  readonly name: string;
  /** Name of the layer whose output it normalizes. */
  readonly reads: string;
  readonly channels: number;
  readonly moving: readonly MovingArray[];
}

/** A value a channel. */
export interface MovingMoments {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export const movingNormsOf = ({ layers }: Network): MovingNorm[] =>
  layers.flatMap((layer) =>
    layer.kind === 'norm' && hasTwoFaces(layer.norm)
      ? [
          {
            ...{ name: layer.name, reads: layer.reads[0], channels: layer.output.at(-1) ?? 1 },
            moving: descriptionOf(layer.norm).moving,
          },
        ]
      : [],
  );

/** Those of them whose statistics are a mean and a variance. */
export const batchNormsOf = (network: Network): MovingNorm[] => movingNormsOf(network).filter(keepsMoments);

/** @throws Error where the state has none of this name */
export function movingOf(parameters: Parameters, name: string): MovingMoments {
  const mean = parameters.get(`${name}/movingMean`);
  const variance = parameters.get(`${name}/movingVariance`);
  if (!mean || !variance) throw new Error(`The state has no moving statistics of ${name}.`);
  return { mean, variance };
}
