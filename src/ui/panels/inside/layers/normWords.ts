/** What a norm averages over, in words with the numbers of the layer. */

import type { Block } from '../../../../inspection/blocks.ts';
import type { LayerNorm, NormLayer, Shape } from '../../../../network/layers.ts';
import { extentOf, normSets } from '../../../../network/normSets.ts';
import { chosenEpsilon, descriptionOf, stagesOf, statisticsOn } from '../../../../network/norms.ts';
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
  const { words } = descriptionOf(norm);
  const statistics = statisticsOn(norm, shape);
  const sets = normSets(norm, extent);
  if (!statistics || !sets) return { name: words.plain, sets: words.explanation };
  if (norm.frozen)
    return {
      name: `${words.plain} on moving statistics`,
      sets: `One mean and variance a ${channel}, remembered from before: this minibatch does not change them.`,
    };
  if (norm.estimated)
    return {
      name: `${words.plain} on estimated statistics`,
      sets: `One mean and variance a ${channel}, moving averages over minibatches that this one has entered: nearly what a test uses.`,
    };
  const { groups } = norm;
  const each = extent.channels / (groups ?? 1);
  const bands = statistics.channels === 'bands';
  const parts = groups === undefined ? undefined : count(groups, bands ? 'band' : 'group');
  const name = [words.plain, parts, chosenEpsilon(norm)].filter((part) => part !== undefined).join(', ');
  const images = statistics.images === 'all' ? [count(batch, 'image')] : [];
  /** What has one of its own, and what of an image that goes over. */
  const [own, over]: [string, readonly string[]] =
    statistics.channels === 'all'
      ? statistics.pixels && !dense
        ? ['pixel', [count(extent.channels, channel)]]
        : ['', [...pixels, count(extent.channels, channel)]]
      : statistics.channels === 'each'
        ? [channel, pixels]
        : bands && !dense
          ? [
              `band of ${count(extent.height / (groups ?? 1), 'row')}`,
              [
                count((extent.height * extent.width) / (groups ?? 1), 'pixel'),
                count(extent.channels, channel),
              ],
            ]
          : [`group of ${count(each, channel)}`, [...pixels, count(each, channel)]];
  const owner = [...(images.length > 0 ? [] : ['an image']), ...(own === '' ? [] : [own])];
  const values = [...images, ...over];
  const what = statistics.mean ? 'One mean and variance' : 'One root mean square';
  const whose = images.length > 0 ? `a ${owner.join('')}` : owner.join(' and ');
  const sum = `${what} ${whose}, over ${values.length === 0 ? 'it alone' : values.join(' × ')}: ${count(sets.size, 'value')}.`;
  if (norm.limits) return { name, sets: `${sum} The moving ones correct them, within limits.` };
  return { name, sets: statistics.mean ? sum : `${sum} No mean is taken off.` };
}

/** What a layer without a norm gives: to the next layer, to the loss, or to a sum of branches. */
export const givesWhat = ({ layer, activation }: Pick<Block, 'layer' | 'activation'>): string =>
  activation !== undefined ? 'Activations' : layer.kind === 'dense' ? 'Logits' : 'Outputs, before the sum';

/** A norm, or each of those that it is made of: 'First batch norm', 'Then group norm, 4 groups'. */
export function describeStages(
  norm: LayerNorm,
  shape: Shape,
  batch: number,
): (NormWords & { readonly norm: LayerNorm })[] {
  const stages = stagesOf(norm);
  if (!stages) return [{ norm, ...describeNorm(norm, shape, batch) }];
  const epsilon = chosenEpsilon(norm);
  return stages.map((stage, i) => {
    const own = { ...stage.norm, epsilon: descriptionOf(stage.norm).epsilon };
    const { name, sets } = describeNorm(own, shape, batch);
    const parts = [`${i === 0 ? 'First' : 'Then'} ${name.toLowerCase()}`, epsilon];
    return { norm: stage.norm, name: parts.filter((part) => part !== undefined).join(', '), sets };
  });
}

/** How what norms write comes of what they read. */
export function writingExplained(layers: readonly Pick<NormLayer, 'norm'>[]): string {
  const described = layers.map(({ norm }) => ({ norm, ...descriptionOf(norm) }));
  const centred = described.every(({ statistics }) => statistics?.mean);
  const nearly = described.some(({ norm }) => norm.frozen || norm.estimated || norm.limits);
  const broughtTo = centred
    ? `each set brought to mean 0 and deviation 1${nearly ? ' (nearly, by statistics that are not of this minibatch alone)' : ''}`
    : 'brought into range as said above';
  const cutOff = described.some(({ activates }) => activates)
    ? ' A norm with an activation of its own has applied that, too.'
    : '';
  return `The same values after the norm: ${broughtTo}, then times gamma, plus beta.${cutOff}`;
}
