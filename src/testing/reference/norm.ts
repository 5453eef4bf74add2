/** Every norm that the reference has: a new one is a line here and, unless it normalizes by statistics, a file. */

import { missingNorm } from '../../engine/engine.ts';
import type { NormKind } from '../../network/norms.ts';
import { byStatistics } from './byStatistics.ts';
import { dynamicTanh } from './dynamicTanh.ts';
import { filterResponse } from './filterResponse.ts';
import { inStages } from './inStages.ts';
import type { LayerOp } from './layer.ts';

const NORMS: Readonly<Partial<Record<NormKind, LayerOp<'norm'>>>> = {
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

/** @throws Error for a norm that the reference does not have */
export const norm: LayerOp<'norm'> = (layer, x, pass, b) => {
  const { kind } = layer.norm;
  const op = NORMS[kind];
  if (!op) throw missingNorm('The float64 reference', kind);
  return op(layer, x, pass, b);
};
