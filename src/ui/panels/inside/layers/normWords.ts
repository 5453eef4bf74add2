/** What a norm averages over, in words with the numbers of the layer. */

import type { LayerNorm, Shape } from '../../../../network/layers.ts';
import { extentOf, normSets } from '../../../../network/normSets.ts';
import { FIELDS } from '../../../../spec/fields.ts';
import { grouped } from '../../../../spec/numbers.ts';

const count = (n: number, one: string): string => `${grouped(n, 1)} ${n === 1 ? one : `${one}s`}`;

export interface NormWords {
  /** 'Batch norm' */
  readonly name: string;
  /** 'One mean and variance a channel, over 2 images × 28 × 28 pixels: 1,568 values.' */
  readonly sets: string;
}

/** @param shape of what the norm reads @param batch images in a minibatch */
export function describeNorm(norm: LayerNorm, shape: Shape, batch: number): NormWords {
  const extent = extentOf(shape, batch);
  const dense = shape.length === 1;
  const channel = dense ? 'unit' : 'channel';
  const pixels = dense ? [] : [`${extent.height} × ${extent.width} pixels`];
  const { size } = normSets(norm, extent);
  const channels = count(extent.channels, channel);
  const sentence = (each: string, over: readonly string[], what = 'One mean and variance'): string =>
    `${what} ${each}, over ${over.length === 0 ? 'it alone' : over.join(' × ')}: ${count(size, 'value')}.`;
  switch (norm.kind) {
    case 'batch': {
      const over = [count(batch, 'image'), ...pixels];
      return norm.frozen
        ? {
            name: 'Batch norm on moving statistics',
            sets: `One mean and variance a ${channel}, remembered from before: this minibatch does not change them.`,
          }
        : { name: 'Batch norm', sets: sentence(`a ${channel}`, over) };
    }
    case 'layer':
      return { name: 'Layer norm', sets: sentence('an image', [...pixels, channels]) };
    case 'rms':
      return {
        name: 'RMS norm',
        sets: `${sentence('an image', [...pixels, channels], 'One root mean square')} No mean is taken off.`,
      };
    case 'instance':
      return { name: 'Instance norm', sets: sentence(`an image and ${channel}`, pixels) };
    case 'group': {
      const each = extent.channels / norm.groups;
      const over = [...pixels, count(each, channel)];
      const name = `Group norm, ${count(norm.groups, 'group')}`;
      return { name, sets: sentence(`an image and group of ${count(each, channel)}`, over) };
    }
    case 'group-as-published': {
      const name = `${FIELDS.norm.names['group-as-published']}, ${count(norm.groups, 'band')}`;
      const rows = extent.height / norm.groups;
      const band = dense ? `group of ${count(size, 'unit')}` : `band of ${count(rows, 'row')}`;
      const over = dense
        ? [count(size, 'unit')]
        : [count((extent.height * extent.width) / norm.groups, 'pixel'), channels];
      return { name, sets: sentence(`an image and ${band}`, over) };
    }
    default:
      return norm satisfies never;
  }
}
