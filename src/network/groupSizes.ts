/** Which groups a network's layers really get, and where these make group norm something else. */
import type { Experiment } from '../spec/experiment.ts';
import { plansOf } from '../spec/networks/networks.ts';
import { normHas, normNamed } from '../spec/norms/norms.ts';
import { counted } from '../spec/numbers.ts';
import { resolveNorm } from './build.ts';

/** Distinct normalized layers of a network: ['conv', 32], ['conv', 64], ['dense', 512]. */
function normalizedLayers(
  network: Experiment['network'],
): { name: string; shape: number[]; channels: number }[] {
  const layers = plansOf(network).flatMap((plan) => {
    // Only the number of axes matters to a norm; a convolution's output has three.
    if ('filters' in plan) return [{ name: 'conv', channels: plan.filters, shape: [1, 1, plan.filters] }];
    return plan.kind === 'dense' ? [{ name: 'dense', channels: plan.units, shape: [plan.units] }] : [];
  });
  return [...new Map(layers.map((layer) => [`${layer.name} ${layer.channels}`, layer])).values()];
}

/** 'conv 32: 32 groups of 1 · conv 64: 32 groups of 2 · dense 512: 32 groups of 16' */
export function describeGroups({ norm, groups, network }: Experiment): string {
  return normalizedLayers(network)
    .map(({ name, shape, channels }) => {
      const resolved = resolveNorm(norm, groups, shape);
      const used = resolved?.groups ?? 1;
      return `${name} ${channels}: ${counted(used, 'group')} of ${channels / used}`;
    })
    .join(' · ');
}

/** Where the groups that layers get make group norm something else, or undefined where they do not. */
export function warnOfGroups({ norm, groups, network }: Experiment): string | undefined {
  if (!normHas(norm, 'groups')) return undefined;
  const sizes = normalizedLayers(network).map(({ name, shape, channels }) => {
    const resolved = resolveNorm(norm, groups, shape);
    const used = resolved?.groups ?? 1;
    return { name, channels, size: channels / used };
  });
  const bands = normNamed(norm)?.statistics?.channels === 'bands';
  const single = sizes.filter(({ name, size }) => name === 'conv' && size === 1 && !bands);
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
