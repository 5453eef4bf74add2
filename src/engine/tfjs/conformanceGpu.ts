/** The GPU engines for the conformance suite in a browser. */
import type { ConformanceEngine } from '../conformance/engineOps.ts';
import { tfjsConformance } from './conformance.ts';
import { openWebgl } from './devices/webgl.ts';
import { openWebgpu } from './devices/webgpu.ts';

type Result = ConformanceEngine | { readonly unavailable: string };

export function openWebglConformance(): Result {
  const opened = openWebgl();
  return 'unavailable' in opened ? opened : tfjsConformance(opened);
}

export async function openWebgpuConformance(): Promise<Result> {
  const opened = await openWebgpu();
  return 'unavailable' in opened ? opened : tfjsConformance(opened);
}
