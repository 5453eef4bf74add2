/** A normalization layer. */
import { missingNorm } from '../../engine.ts';
import { NORM_OPS } from '../norms/registry.ts';
import type { NormOp } from './layer.ts';

/** @throws Error for a norm that these engines do not have */
export const norm: NormOp = (layer) => {
  const { kind } = layer.norm;
  const op = NORM_OPS[kind];
  if (!op) throw missingNorm('The TensorFlow.js engine', kind);
  return op(layer);
};
