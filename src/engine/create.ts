/**
 * Makes engines: the only file that knows them all. Each is loaded when it is first asked for, and one that cannot
 * be had is a sentence that says why.
 */
import { type EngineResult, type OfferedKind, PartMissing } from './engine.ts';
import type { Memory } from './wgsl/tuning.ts';

/** A new engine is one line here, and its name below. */
const MAKERS: Readonly<Record<OfferedKind, (tilings?: Memory) => Promise<EngineResult>>> = {
  wasm: async () => (await part(() => import('./wasm/engine.ts'))).createWasmEngine(),
  wgsl: async (tilings) => (await part(() => import('./wgsl/open.ts'))).open(tilings),
  webgpu: async () => (await part(() => import('./tfjs/devices/webgpu.ts'))).open(),
  webgl: async () => (await part(() => import('./tfjs/devices/webgl.ts'))).open(),
};

/** What a person calls them. */
export const ENGINE_NAMES: Readonly<Record<OfferedKind, string>> = {
  wasm: 'CPU',
  wgsl: 'WebGPU (compiled)',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
};

/** In the order in which they are timed: the one that is ready first comes first. */
export const OFFERED = Object.keys(MAKERS) as readonly OfferedKind[];

/** @param tilings which tiles GPUs are fastest with, as earlier visits measured */
export async function createEngine(kind: OfferedKind, tilings?: Memory): Promise<EngineResult> {
  try {
    const made = await MAKERS[kind](tilings);
    if ('engine' in made) return made;
    return { unavailable: `${ENGINE_NAMES[kind]}: ${made.unavailable}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      unavailable: `${ENGINE_NAMES[kind]}: ${why}`,
      ...(error instanceof PartMissing && { notLoaded: true }),
    };
  }
}

async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new PartMissing(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
