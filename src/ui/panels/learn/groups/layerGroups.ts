/** How group norm cuts the layers of a network (Wu & He 2018), and what a cut means, in words. */
import { buildNetwork } from '../../../../network/build.ts';
import { DEFAULT_DATA } from '../../../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';

export interface LayerGroups {
  /** 'conv1', 'dense1' */
  readonly layer: string;
  readonly dense: boolean;
  readonly channels: number;
  /** What the layer uses of the groups asked for. */
  readonly groups: number;
}

/** The normalized layers of a network, in order. */
export function layerGroups(network: string, asked: number): LayerGroups[] {
  const { layers } = buildNetwork(
    { ...DEFAULT_EXPERIMENT, norm: 'group', groups: asked, network },
    DEFAULT_DATA,
  );
  return layers.flatMap((layer, i) => {
    if (layer.kind !== 'norm' || layer.norm.groups === undefined) return [];
    const before = layers.slice(0, i).findLast((each) => each.kind === 'conv2d' || each.kind === 'dense');
    return [
      {
        layer: before?.name ?? layer.name,
        dense: layer.output.length === 1,
        channels: layer.output.at(-1) ?? 1,
        groups: layer.norm.groups,
      },
    ];
  });
}

/** '32 channels in 8 groups of 4' */
export function describeGroups({ channels, groups, dense }: LayerGroups): string {
  const size = channels / groups;
  const unit = dense ? 'units' : 'channels';
  return `${channels} ${unit} in ${groups === 1 ? 'one group' : `${groups} groups of ${size}`}`;
}

/** What is special about such groups, or undefined. */
export function remarkOn({ channels, groups, dense }: LayerGroups): string | undefined {
  const size = channels / groups;
  if (groups === 1) return 'as layer norm';
  if (size === 1) return dense ? 'always 0' : 'as instance norm';
  if (size === 2 && dense) return 'always ±1';
  return undefined;
}

/** All layers in a sentence, for those who do not see the bars. */
export function describeAll(layers: readonly LayerGroups[], asked: number): string {
  const all = layers.map((layer) => `${layer.layer} ${layer.groups}`).join(', ');
  return `Asked for ${asked}, the layers use: ${all}.`;
}
