/** The batch norms of a network that normalize with the statistics of the minibatch in training and with others in tests. */
import type { Network } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';
import { blocksOf } from './blocks.ts';
import type { Moments } from './question.ts';

export interface BatchNorm {
  readonly name: string;
  /** Name of the layer whose output it normalizes. */
  readonly reads: string;
  readonly channels: number;
}

export const batchNormsOf = (network: Network): BatchNorm[] =>
  blocksOf(network).flatMap(({ norm, reads }) =>
    norm?.norm.kind === 'batch' && !norm.norm.frozen
      ? [{ name: norm.name, reads, channels: norm.output.at(-1) ?? 1 }]
      : [],
  );

/** @throws Error where the state has none of this name */
export function movingOf(parameters: Parameters, name: string): Moments {
  const mean = parameters.get(`${name}/movingMean`);
  const variance = parameters.get(`${name}/movingVariance`);
  if (!mean || !variance) throw new Error(`The state has no moving statistics of ${name}.`);
  return { mean, variance };
}
