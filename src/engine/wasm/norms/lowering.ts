/** What a norm is to this engine: its instructions, in kernels of assembly/, and the memory that they need. */
import type { Norm, NormGradient, NormInference } from '../../program/operation.ts';
import type { Value } from '../../program/value.ts';
import type { Emit } from '../instruction.ts';
import { layoutAt, type Places, strides } from '../places.ts';

/** Floats that a task needs where all threads see them. */
export interface NormWorkspace {
  readonly part: string;
  readonly perImage: number;
  readonly once: number;
}

export interface NormLowering {
  norm(task: Norm, places: Places, emit: Emit): void;
  /** By moving statistics: of norms that have some. */
  inference?(task: NormInference, places: Places, emit: Emit): void;
  gradient(task: NormGradient, places: Places, emit: Emit): void;
  workspaces(task: Norm | NormGradient): readonly NormWorkspace[];
}

/** Where a norm writes. */
export function written<Name extends string>(name: Name, value: Value, places: Places) {
  return strides(name, layoutAt(value, places.address(value), places.borderOf(value)));
}

/** Addresses, by name. */
export function addresses<Name extends string>(
  values: Record<Name, Value>,
  places: Places,
): Record<Name, number> {
  const found: Partial<Record<Name, number>> = {};
  for (const name in values) found[name] = places.address(values[name]);
  return found as Record<Name, number>;
}

/** The statistics by the names that kernels have for them. */
export function statisticsOf(
  { mean, inverseDeviation }: Record<'mean' | 'inverseDeviation', Value>,
  places: Places,
): { mean: number; r: number } {
  return { mean: places.address(mean), r: places.address(inverseDeviation) };
}
