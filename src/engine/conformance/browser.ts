/** What only a browser can check of an engine: golden cases and leaks on a GPU. A test page calls it. */
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { createEngine } from '../create.ts';
import type { LiveBuffers, OfferedKind } from '../engine.ts';
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
  wasm: async () => (await import('../wasm/conformance.ts')).createWasmConformance(),
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

/** Live buffers of an engine that trains `steps` steps: after each quarter of them, and after dispose. */
export async function watchBuffers(kind: OfferedKind, steps: number): Promise<LiveBuffers[]> {
  const opened = await createEngine(kind);
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  const { engine } = opened;
  const network = buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'mlp', norm: 'batch' });
  engine.putImages(
    'noise',
    'train',
    0,
    Uint8Array.from({ length: 8 * 784 }, (_, i) => (i * 89) & 255),
    new Uint8Array(8),
  );
  const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
  const indices = Uint32Array.from({ length: 8 }, (_, i) => i);
  const seen: LiveBuffers[] = [];
  for (let t = 1; t <= steps; t++) {
    trainer.step(indices, t);
    if (t % (steps / 4) !== 0) continue;
    await trainer.readMetrics();
    seen.push(engine.liveBuffers());
  }
  trainer.dispose();
  seen.push(engine.liveBuffers());
  engine.dispose();
  return seen;
}
