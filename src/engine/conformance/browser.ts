/** Golden cases on one engine in a browser; a test page calls it, through a worker or not. */
import { goldenCase } from './cases.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { runCase } from './runCase.ts';
import { type Check, passes } from './tolerance.ts';

export interface CaseResult {
  readonly name: string;
  readonly op: string;
  readonly passed: boolean;
  readonly checks: readonly Check[];
}

/** Every engine that a browser can run the cases on: a new one is one line here. */
const OPEN: Readonly<Record<string, () => Promise<ConformanceEngine | { readonly unavailable: string }>>> = {
  webgl: async () => (await import('../tfjs/conformanceGpu.ts')).openWebglConformance(),
  webgpu: async () => (await import('../tfjs/conformanceGpu.ts')).openWebgpuConformance(),
};

/** @param cases parsed JSON of golden cases @throws where the engine cannot be had: it should be there */
export async function runCases(engine: string, cases: readonly unknown[]): Promise<CaseResult[]> {
  const opened = await OPEN[engine]?.();
  if (!opened) throw new Error(`no engine ${engine}`);
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  const results: CaseResult[] = [];
  for (const input of cases) {
    const golden = goldenCase.parse(input);
    const checks = await runCase(golden, opened);
    results.push({ name: golden.name, op: golden.op, passed: checks.every(passes), checks });
  }
  opened.dispose();
  return results;
}
