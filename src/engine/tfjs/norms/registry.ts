/** Every norm's grouping: a new norm is one file and one line here. */
import type { LayerNorm } from '../../../network/layers.ts';
import { batch } from './batch.ts';
import { group } from './group.ts';
import { groupAsPublished } from './groupAsPublished.ts';
import type { Grouping, InputSize } from './grouping.ts';
import { instance } from './instance.ts';
import { layer } from './layer.ts';
import { rms } from './rms.ts';

const GROUPINGS = {
  batch,
  layer,
  instance,
  rms,
  group,
  'group-as-published': groupAsPublished,
} as const satisfies Record<LayerNorm['kind'], (extent: InputSize, groups: number) => Grouping>;

export const groupingOf = (norm: LayerNorm, extent: InputSize): Grouping =>
  GROUPINGS[norm.kind](extent, 'groups' in norm ? norm.groups : 1);
