/** Every norm that these engines have: a new one is a line here and, unless it normalizes by statistics, a file. */
import type { NormKind } from '../../../network/norms.ts';
import type { NormOp } from '../layers/layer.ts';
import { byStatistics } from './byStatistics.ts';
import { dynamicTanh } from './dynamicTanh.ts';
import { filterResponse } from './filterResponse.ts';
import { inStages } from './inStages.ts';

export const NORM_OPS: Readonly<Partial<Record<NormKind, NormOp>>> = {
  batch: byStatistics,
  group: byStatistics,
  layer: byStatistics,
  instance: byStatistics,
  rms: byStatistics,
  'group-as-published': byStatistics,
  channel: byStatistics,
  'dynamic-tanh': dynamicTanh,
  'batch-renorm': byStatistics,
  'batch-channel': inStages,
  'filter-response': filterResponse,
};
