/** What can be told of a checkpoint without going on from it. */
import { type Network, sizeOf } from '../network/layers.ts';
import { parameterSpecs } from '../network/parameters.ts';
import type { Checkpoint } from './events.ts';

/** Training images seen: up to the last point of the curve, and in the window that is open since. */
export const imagesSeen = ({ points, windowSums }: Checkpoint): number =>
  (points.at(-1)?.images ?? 0) + windowSums.images;

/** Epochs whose steps are all done, scored or not. @param images training images an epoch */
export const epochsTrained = ({ history, epochSums }: Checkpoint, images: number): number =>
  history.length + (epochSums.images === images ? 1 : 0);

/** Why the network cannot take the checkpoint's parameters, for a person; undefined where it can. */
export function misfit({ parameters }: Checkpoint, network: Network): string | undefined {
  for (const { name, shape } of parameterSpecs(network)) {
    const values = parameters.get(name);
    if (values?.length === sizeOf(shape)) continue;
    const has = values === undefined ? 'is missing' : `has ${values.length} values`;
    return `The checkpoint does not fit the network: ${name} ${has}, it needs ${sizeOf(shape)}. Start a new run instead.`;
  }
  return undefined;
}
