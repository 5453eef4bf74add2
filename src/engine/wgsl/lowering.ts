/** What turning an operation into dispatches needs to know. */
import type { Value } from '../program/value.ts';
import type { Kernel, Layout } from './kernel.ts';
import type { ProductSize, Tiling } from './tiles.ts';

export interface Lowering extends Layout {
  kernel(label: string): Kernel;
  /** Memory that a task needs while it runs: so many numbers. */
  workspace(task: { readonly layer: string; readonly kind: string }, part: string, size: number): Value;
  tiling(size: ProductSize): Tiling;
}
