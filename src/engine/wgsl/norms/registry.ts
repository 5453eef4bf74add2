/** Every norm that this engine has: a new one is a line here and, unless it can go another's way, a file. */
import type { NormKind } from '../../../network/norms.ts';
import { byImage } from './byImage.ts';
import { byMinibatch } from './byMinibatch.ts';
import { byPixel } from './byPixel.ts';
import { dynamicTanh } from './dynamicTanh.ts';
import type { NormLowering } from './lowering.ts';

export const LOWERINGS: Readonly<Partial<Record<NormKind, NormLowering>>> = {
  batch: byMinibatch,
  'batch-renorm': byMinibatch,
  group: byImage,
  layer: byImage,
  instance: byImage,
  rms: byImage,
  'group-as-published': byImage,
  'filter-response': byImage,
  channel: byPixel,
  'dynamic-tanh': dynamicTanh,
};
