/** What is striking about a layer in one snapshot, in words: what a person who looks at the figures should not miss. */

import type { Block } from '../../../../inspection/blocks.ts';
import type { LayerSnapshot, ParameterNorms } from '../../../../inspection/question.ts';
import { type NormLayer, sizeOf } from '../../../../network/layers.ts';
import { extentOf, normSets } from '../../../../network/normSets.ts';
import { descriptionOf } from '../../../../network/norms.ts';
import { short } from '../numbers.ts';
import { nearZero } from './distribution.ts';

/** Nearer than this to ±1, a normalized value tells only its sign. */
const ALMOST_ONE = 0.95;
/** Up to this many values sharing a mean, their number alone bounds what the norm writes. */
const FEW_VALUES = 8;
/** Of fewer values of a channel, all may be zero by chance: a ReLU makes zeros of half of them. */
const MANY_VALUES = 30;
const MANY_ZEROS = 0.9;
/** Change of a kernel by one update, relative to its size: about a thousandth is usual. */
const LARGE_UPDATE = 1e-2;
const SMALL_UPDATE = 1e-5;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** @param batch images in the minibatch */
export function findings(
  snapshot: LayerSnapshot,
  { layer, norm }: Pick<Block, 'layer' | 'norm'>,
  batch: number,
): string[] {
  return [
    fewValues(snapshot, norm, batch),
    silent(snapshot, layer, batch),
    zeros(snapshot, norm),
    ofUpdate(snapshot.norms.find(({ name }) => name.endsWith('/kernel'))),
  ].filter((sentence) => sentence !== undefined);
}

/**
 * n values with mean 0 and mean square 1 lie within ±√(n − 1). Of two, one is √(v / (v + ε)) and the other its
 * negative, v being their variance: ±1 unless v is about ε or less.
 */
function fewValues({ batch: moments }: LayerSnapshot, layer: NormLayer | undefined, batch: number) {
  if (layer && descriptionOf(layer.norm).stages) return undefined;
  // Statistics that are corrected, or not of this minibatch alone, let more through.
  if (!layer || layer.norm.frozen || layer.norm.estimated || layer.norm.limits) return undefined;
  const { norm, input } = layer;
  const { statistics } = descriptionOf(norm);
  const sets = normSets(norm, extentOf(input, batch));
  if (!sets || !statistics?.mean) return undefined;
  const { size } = sets;
  if (size === 1)
    return 'Each value is its own mean, so the norm writes beta, whatever the image: nothing gets through.';
  if (size === 2 && statistics.images === 'all') {
    const units = moments.variance.length;
    const signs = [...moments.variance].filter((v) => Math.sqrt(v / (v + norm.epsilon)) >= ALMOST_ONE).length;
    const zero = [...moments.variance].filter((v) => v === 0).length;
    const rest =
      zero === 0 ? '' : ` ${zero} ${zero === 1 ? 'gives' : 'give'} just beta, as both images gave the same.`;
    return `Only ±1 gets through: of two images one becomes +1 and the other −1 (times gamma, plus beta), by however little they differ. So it is for ${signs} of ${units} units here.${rest}`;
  }
  if (size === 2)
    return 'Only ±1 gets through: of two values one becomes +1 and the other −1 (times gamma, plus beta), by however little they differ.';
  if (size > FEW_VALUES) return undefined;
  return `Only ${size} values share a mean, so what the norm writes stays within ±√${size - 1} = ±${short(Math.sqrt(size - 1))} (times gamma, plus beta).`;
}

/** Channels that gave only zeros to what the norm reads. */
function silent({ batch: { mean, variance } }: LayerSnapshot, layer: Block['layer'], batch: number) {
  if ((batch * sizeOf(layer.output)) / mean.length < MANY_VALUES) return undefined;
  const dead = mean.filter((m, i) => m === 0 && variance[i] === 0).length;
  if (dead === 0) return undefined;
  const what = layer.kind === 'dense' ? 'units' : 'channels';
  return `${dead} of ${mean.length} ${what} are silent: zero for this whole minibatch.`;
}

function zeros({ before }: LayerSnapshot, norm: NormLayer | undefined) {
  const { share, within } = nearZero(before);
  if (share < MANY_ZEROS) return undefined;
  const what = norm ? 'what the norm reads' : 'the activations';
  return `${percent(share)} of ${what} is zero or within ${short(within)} of it.`;
}

function ofUpdate(norms: ParameterNorms | undefined) {
  if (!norms) return undefined;
  if (norms.gradient === 0) return "The kernel's gradient is 0: this minibatch teaches the layer nothing.";
  if (!Number.isFinite(norms.gradient))
    return "The kernel's gradient is not a number any more: the training has broken down.";
  const ratio = norms.update / norms.weight;
  if (ratio > LARGE_UPDATE)
    return `The next update changes the kernel by ${short(100 * ratio)} % of its size, where a tenth of a percent is usual.`;
  if (ratio < SMALL_UPDATE)
    return 'The next update hardly changes the kernel: by less than a thousandth of a percent of its size.';
  return undefined;
}
