/** Every choice of a norm, in the order in which form and tables show them. A new norm is a file here and a line below. */
import { batch } from './batch.ts';
import { batchChannel } from './batchChannel.ts';
import { batchRenorm } from './batchRenorm.ts';
import { channel } from './channel.ts';
import type { NoNorm } from './description.ts';
import { dynamicTanh } from './dynamicTanh.ts';
import { filterResponse } from './filterResponse.ts';
import { group } from './group.ts';
import { groupAsPublished } from './groupAsPublished.ts';
import { instance } from './instance.ts';
import { layer } from './layer.ts';
import { rms } from './rms.ts';

const none = {
  name: 'none',
  words: { full: 'None', short: 'No norm', option: 'none' },
} as const satisfies NoNorm;

export const NORM_CHOICES = [
  group,
  batch,
  batchRenorm,
  batchChannel,
  layer,
  instance,
  rms,
  channel,
  filterResponse,
  dynamicTanh,
  none,
  groupAsPublished,
] as const;
