import type { Norm, NormGradient, NormInference } from '../../program/operation.ts';
import type { Dispatch } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';

/** How this engine does a norm. */
export interface NormLowering {
  norm(task: Norm, lowering: Lowering): Dispatch[];
  /** Left out where it has no moving statistics. */
  inference?(task: NormInference, lowering: Lowering): Dispatch[];
  gradient(task: NormGradient, lowering: Lowering): Dispatch[];
}
