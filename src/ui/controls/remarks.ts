/** What settings do to each other: which groups a layer really gets, and which settings have no effect here. */
import { ARCHITECTURES, type Block } from '../../network/architectures.ts';
import { resolveNorm } from '../../network/build.ts';
import { type Experiment, keepsMovingStatistics } from '../../spec/experiment.ts';
import { kindOnUnits, normHas, normNamed } from '../../spec/norms/norms.ts';

const isNormalized = (block: Block) => block.kind === 'conv' || block.kind === 'dense';

/** Distinct normalized layers of a network: ['conv', 32], ['conv', 64], ['dense', 512]. */
function normalizedLayers(
  network: Experiment['network'],
): { name: string; shape: number[]; channels: number }[] {
  const layers = ARCHITECTURES[network].blocks.filter(isNormalized).map((block) => {
    const dense = block.kind === 'dense';
    const channels = dense ? block.units : block.kind === 'conv' ? block.filters : 0;
    // Only the number of axes matters to a norm; a convolution's output has three.
    return { name: dense ? 'dense' : 'conv', channels, shape: dense ? [channels] : [1, 1, channels] };
  });
  return [...new Map(layers.map((layer) => [`${layer.name} ${layer.channels}`, layer])).values()];
}

/** 'conv 32: 32 groups of 1 · conv 64: 32 groups of 2 · dense 512: 32 groups of 16' */
export function describeGroups({ norm, groups, network }: Experiment): string {
  return normalizedLayers(network)
    .map(({ name, shape, channels }) => {
      const resolved = resolveNorm(norm, groups, shape);
      const used = resolved?.groups ?? 1;
      return `${name} ${channels}: ${used} ${used === 1 ? 'group' : 'groups'} of ${channels / used}`;
    })
    .join(' · ');
}

/** Where the groups that layers get make group norm something else, or undefined where they do not. */
export function warnOfGroups({ norm, groups, network }: Experiment): string | undefined {
  if (normNamed(norm)?.statistics?.channels !== 'groups') return undefined;
  const sizes = normalizedLayers(network).map(({ name, shape, channels }) => {
    const resolved = resolveNorm(norm, groups, shape);
    const used = resolved?.groups ?? 1;
    return { name, channels, size: channels / used };
  });
  const single = sizes.filter(({ name, size }) => name === 'conv' && size === 1);
  const tiny = sizes.filter(({ name, size }) => name === 'dense' && size <= 2);
  const list = (layers: typeof sizes) => layers.map(({ name, channels }) => `${name} ${channels}`).join(', ');
  const parts = [
    single.length > 0 ? `Groups of one channel are instance norm (${list(single)}).` : '',
    ...tiny.map(({ name, channels, size }) =>
      size === 1
        ? `Groups of 1 value become 0: ${name} ${channels} learns nothing.`
        : `Groups of 2 values become about ±1 (${name} ${channels}).`,
    ),
  ];
  return parts.filter((part) => part !== '').join(' ') || undefined;
}

/** Why WS changes nothing here, or undefined where it does. */
export function describeWeights({ weights, network }: Experiment): string | undefined {
  const convolutions = ARCHITECTURES[network].blocks.some((block) => block.kind === 'conv');
  if (convolutions || weights === 'plain') return undefined;
  return 'No effect here: this network has no convolutions.';
}

/** What the chosen norm turns into on some layers, or undefined where it is what it says. */
export function describeNorm({ norm, network }: Experiment): string | undefined {
  if (norm === 'none' || !ARCHITECTURES[network].blocks.some((block) => block.kind === 'dense'))
    return undefined;
  const onUnits = kindOnUnits(norm);
  if (onUnits === norm) return undefined;
  const { plain } = normNamed(onUnits).words;
  return `Dense layers have no pixels to average over: they get ${plain.toLowerCase()}.`;
}

/** Why dropout changes nothing here, or undefined where it does. */
export function describeDropout({ network }: Experiment): string | undefined {
  if (ARCHITECTURES[network].blocks.some((block) => block.kind === 'dropout')) return undefined;
  return 'This network has no dropout layers.';
}

/** Why the choice of statistics changes nothing here, or undefined where it does. */
export const describeStatistics = ({ norm }: Experiment): string | undefined =>
  normHas(norm, 'stats') ? undefined : 'No effect here: only batch norm has statistics over the minibatch.';

/** Why their momentum changes nothing here, or undefined where it does. */
export function describeMomentum(experiment: Experiment): string | undefined {
  if (keepsMovingStatistics(experiment)) return undefined;
  return normHas(experiment.norm, 'momentum')
    ? 'No effect here: frozen statistics stay as they are.'
    : 'No effect here: only batch norm keeps moving statistics.';
}
