/** What only a browser can check of an engine: golden cases, looks inside and leaks on a GPU. A test page calls it. */

import { parseCase } from '../engine/conformance/cases.ts';
import type { ConformanceEngine } from '../engine/conformance/engineOps.ts';
import { runCase } from '../engine/conformance/runCase.ts';
import { type Check, passes } from '../engine/conformance/tolerance.ts';
import { createEngine } from '../engine/create.ts';
import type { LiveBuffers, OfferedKind } from '../engine/engine.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import {
  checkInspection,
  INSPECTED_DATA,
  inspectedNetwork,
  inspectedState,
  LOOKS,
} from './inspectionChecks.ts';

export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  readonly checks: readonly Check[];
  /** Set where the case could not be run. */
  readonly why?: string;
}

/** Every engine that a browser can run the cases on: a new one is one line here. */
const OPEN: Readonly<Record<string, () => Promise<ConformanceEngine | { readonly unavailable: string }>>> = {
  wgsl: async () => (await import('../engine/wgsl/conformance.ts')).createWgslConformance(),
  webgl: async () => (await import('../engine/tfjs/conformanceGpu.ts')).openWebglConformance(),
  webgpu: async () => (await import('../engine/tfjs/conformanceGpu.ts')).openWebgpuConformance(),
  wasm: async () => (await import('../engine/wasm/conformance.ts')).createWasmConformance(),
};

/** @throws where the engine cannot be had: it should be there */
async function openEngine(engine: string): Promise<ConformanceEngine> {
  const opened = await OPEN[engine]?.();
  if (!opened) throw new Error(`no engine ${engine}`);
  if ('unavailable' in opened) throw new Error(`${engine}: ${opened.unavailable}`);
  return opened;
}

/** @param cases parsed JSON of golden cases, by name */
export async function runCases(
  engine: string,
  cases: readonly (readonly [name: string, input: unknown])[],
): Promise<CaseResult[]> {
  const opened = await openEngine(engine);
  const results: CaseResult[] = [];
  for (const [name, input] of cases) {
    try {
      const golden = parseCase(name, input);
      const checks = await runCase(golden, opened);
      results.push({ name, passed: checks.every(passes), checks });
    } catch (error) {
      results.push({ name, passed: false, checks: [], why: String(error) });
    }
  }
  opened.dispose();
  return results;
}

export interface Looks {
  /** Of logits, outputs and gradients, against float64. */
  readonly checks: readonly Check[];
  /** After each of two rounds of the same looks, and after dispose. */
  readonly buffers: readonly LiveBuffers[];
}

/** Two looks over as many images, as each number of images is one more set of shaders to compile. */
const BROWSER_LOOKS = LOOKS.slice(0, 2);

/** Looks into one small network with the statistics of a minibatch and with the moving ones, and does so again. */
export async function lookInside(engine: string): Promise<Looks> {
  const opened = await openEngine(engine);
  for (const split of ['train', 'test'] as const) {
    const { images, labels } = INSPECTED_DATA[split];
    opened.engine.putImages('noise', split, 0, images, labels);
  }
  const choices = { norm: 'batch', position: 'before-activation', weights: 'standardized' } as const;
  const network = inspectedNetwork(choices, 'conv4 pool drop50 dense8');
  const state = inspectedState(network);
  const trainer = await opened.engine.createTrainer(network, state, 'noise');
  const checks: Check[] = [];
  const buffers: LiveBuffers[] = [];
  for (let round = 0; round < 2; round++) {
    for (const look of BROWSER_LOOKS) checks.push(...(await checkInspection(trainer, network, look)));
    buffers.push(opened.engine.liveBuffers());
  }
  trainer.dispose();
  buffers.push(opened.engine.liveBuffers());
  opened.dispose();
  return { checks, buffers };
}

/** Live buffers of an engine that trains `steps` steps: after each quarter of them, and after dispose. */
export async function watchBuffers(kind: OfferedKind, steps: number): Promise<LiveBuffers[]> {
  const opened = await createEngine(kind);
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  const { engine } = opened;
  const network = buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'mlp', norm: 'batch' }, FASHION_MNIST);
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
