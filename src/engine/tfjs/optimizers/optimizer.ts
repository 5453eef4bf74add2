/** What an optimizer does to a flat parameter; `t` counts from 1. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimizer } from '../../../network/layers.ts';
import { type Inputs, map, type Scalars, type View } from '../kernels/fused.ts';

export interface Updated {
  readonly parameter: Tensor;
  /** In the order of slotNames. */
  readonly slots: readonly Tensor[];
}

export type Update<O extends Optimizer> = (
  optimizer: O,
  parameter: Tensor,
  gradient: Tensor,
  slots: readonly Tensor[],
  t: number,
) => Updated;

/** An expression over flat tensors of one size. */
export function flatMap(expression: string, tensors: Record<string, Tensor>, scalars: Scalars): Tensor {
  const size = Object.values(tensors)[0]?.size ?? 0;
  const view: View = [1, 1, 1, size];
  const inputs: Inputs = Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, [tensor, view] as const]),
  );
  return map(expression, inputs, view, scalars, [size]);
}

/**
 * The parameter less what the optimizer takes off it and, where that is not 0, weight decay's share of it:
 * p ← p − (lr·λ·p + difference).
 */
export function stepped(
  p: Tensor,
  difference: string,
  tensors: Record<string, Tensor>,
  scalars: Scalars,
  { learningRate, weightDecay = 0 }: Optimizer,
): Tensor {
  if (weightDecay === 0) return flatMap(`p - ${difference}`, { p, ...tensors }, scalars);
  const shrink = learningRate * weightDecay;
  return flatMap(`p - (shrink * p + ${difference})`, { p, ...tensors }, { ...scalars, shrink });
}

/** The optimizer's slots, of which slotNames says how many there are. */
export function slotAt(slots: readonly Tensor[], i: number): Tensor {
  const slot = slots[i];
  if (!slot) throw new Error(`the optimizer has no slot ${i}`);
  return slot;
}
