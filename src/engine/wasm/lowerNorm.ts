/** Hands a norm's tasks to its lowering. */
import type { LayerNorm } from '../../network/layers.ts';
import { missingNorm } from '../engine.ts';
import type { Norm, NormGradient, NormInference } from '../program/operation.ts';
import type { Emit } from './instruction.ts';
import type { NormLowering } from './norms/lowering.ts';
import { LOWERINGS } from './norms/registry.ts';
import type { Places } from './places.ts';

/** @throws Error for a norm that this engine does not have */
export function loweringOf({ kind }: LayerNorm): NormLowering {
  const lowering = LOWERINGS[kind];
  if (!lowering) throw missingNorm('The CPU engine', kind);
  return lowering;
}

export function lowerNorm(task: Norm | NormInference | NormGradient, places: Places, emit: Emit): void {
  const lowering = loweringOf(task.norm);
  switch (task.kind) {
    case 'norm':
      lowering.norm(task, places, emit);
      break;
    case 'norm-inference':
      if (!lowering.inference) throw new Error(`${task.layer}: ${task.norm.kind} has no moving statistics`);
      lowering.inference(task, places, emit);
      break;
    case 'norm-gradient':
      lowering.gradient(task, places, emit);
      break;
    default:
      task satisfies never;
  }
}
