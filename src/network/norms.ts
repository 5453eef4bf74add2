/** What there is to ask about the norm of a layer: by its description (src/spec/norms) and the layer's channels. */
import type { NormArray, NormDescription, SharedStatistics } from '../spec/norms/description.ts';
import { NORM_KINDS, normNamed } from '../spec/norms/norms.ts';
import { typed } from '../spec/numbers.ts';
import { type LayerNorm, type Shape, sizeOf } from './layers.ts';

export type { Limits, NormArray, NormDescription } from '../spec/norms/description.ts';
export type { NormKind } from '../spec/norms/norms.ts';

export const descriptionOf = ({ kind }: Pick<LayerNorm, 'kind'>): NormDescription => normNamed(kind);

/** The shape of an array that a norm has over so many channels. */
export const normArrayShape = ({ each }: NormArray, channels: number): Shape => [
  each === 'channel' ? channels : 1,
];

/** What shares statistics on a layer of this shape. */
export function statisticsOn(norm: LayerNorm, { length: axes }: Shape): SharedStatistics | undefined {
  const { statistics } = descriptionOf(norm);
  return statistics?.units && axes === 1 ? { ...statistics, channels: statistics.units } : statistics;
}

/** Sets that the values of an image of a shape fall into; of batch norm, those of all images. */
export function setsPerImage(norm: LayerNorm, shape: Shape): number {
  const { pixels, channels } = statisticsOn(norm, shape) ?? {};
  const depth = shape.at(-1) ?? 1;
  if (pixels === 'each') return sizeOf(shape) / depth;
  if (channels === 'each') return depth;
  return channels === 'groups' || channels === 'bands' ? (norm.groups ?? 1) : 1;
}

/** 'ε 0.001', where the experiment chose another than the norm's own. */
export const chosenEpsilon = (norm: LayerNorm): string | undefined =>
  norm.epsilon === descriptionOf(norm).epsilon ? undefined : `ε ${typed(norm.epsilon)}`;

/** Whether it normalizes with its moving statistics. @param statistics what the pass asks for */
export const usesMoving = (norm: LayerNorm, statistics: 'minibatch' | 'moving'): boolean =>
  descriptionOf(norm).moving.length > 0 && (statistics === 'moving' || norm.frozen === true);

/** One of the norms that a norm is made of, on a layer. */
export interface LayerStage {
  readonly norm: LayerNorm;
  /** What its array of a name is called in the whole norm. */
  nameOf(array: string): string;
}

/** The norms that it is made of, one after another; undefined where it is one. */
export const stagesOf = (norm: LayerNorm): LayerStage[] | undefined =>
  descriptionOf(norm).stages?.map(({ kind, arrays }) => {
    const own = NORM_KINDS.find((name) => name === kind);
    if (!own) throw new Error(`${norm.kind} is made of ${kind}, which is no norm`);
    const { moving, settings } = descriptionOf({ kind: own });
    const { epsilon, groups, momentum, frozen, estimated } = norm;
    return {
      norm: {
        ...{ kind: own, epsilon },
        ...(settings.includes('groups') && groups !== undefined && { groups }),
        ...(moving.length > 0 && momentum !== undefined && { momentum }),
        ...(moving.length > 0 && frozen !== undefined && { frozen }),
        ...(moving.length > 0 && estimated !== undefined && { estimated }),
      },
      nameOf: (array) => arrays[array] ?? array,
    };
  });

/** Whether training reads the moving statistics: it then needs them as they are, and not only where they go. */
export const readsMoving = ({ estimated, limits }: LayerNorm): boolean =>
  estimated === true || limits !== undefined;

/** Whether it scores with other statistics than it trains with. */
export const hasTwoFaces = (norm: LayerNorm): boolean =>
  descriptionOf(norm).usesMinibatch && usesMoving(norm, 'moving') && norm.frozen !== true;
