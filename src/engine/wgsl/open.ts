/** Opens a GPU: the browser's, or in Node the one that the package `webgpu` (Dawn) finds. */
import type { EngineResult } from '../engine.ts';
import { openDevice } from '../webgpuDevice.ts';
import { Device, type Limits } from './device.ts';
import { WgslEngine } from './engine.ts';
import { inMemory, type Memory, Tuning } from './tuning.ts';

/** Of which the adapter's own are asked for: they let larger batches through. */
const LIMITS = [
  ...['maxStorageBufferBindingSize', 'maxBufferSize', 'maxStorageBuffersPerShaderStage'],
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Not named where bundlers look: it is for Node alone. */
const PACKAGE = 'webgpu';

/** Dawn ends the process when what it made is used after this has been collected. */
let dawn: GPU | undefined;

async function findGpu(): Promise<GPU | { readonly unavailable: string }> {
  const { navigator, process } = globalThis as {
    navigator?: { gpu?: GPU };
    process?: { versions?: { node?: string } };
  };
  if (navigator?.gpu) return navigator.gpu;
  if (!process?.versions?.node) return { unavailable: 'this browser does not have it' };
  try {
    const { create } = (await import(/* @vite-ignore */ PACKAGE)) as { create(options: string[]): GPU };
    dawn ??= create([]);
    return dawn;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return {
      unavailable: `Node needs the package webgpu for it, which was not installed or did not load (${why})`,
    };
  }
}

export interface OpenOptions {
  /** Instead of the adapter's own, for tests. */
  readonly limits?: Partial<Limits>;
  /** Instead of what a display lets pass, for tests. */
  readonly longestSubmitMs?: number;
  /** Of a GPU, or of a processor that plays one: what suits the adapter unless given. */
  readonly tiles?: 'shared' | 'direct';
  /** Where it is kept which tiles a GPU is fastest with. A processor is not measured, unless `tiles` and this ask for it. */
  readonly memory?: Memory;
}

export async function openWgslEngine({
  limits = {},
  longestSubmitMs,
  tiles,
  memory,
}: OpenOptions = {}): Promise<{ readonly engine: WgslEngine } | { readonly unavailable: string }> {
  const gpu = await findGpu();
  if ('unavailable' in gpu) return gpu;
  const opened = await openDevice(gpu, LIMITS);
  if (!opened) return { unavailable: 'there is no GPU that WebGPU can use' };
  const { device, info, name, software, lost } = opened;
  const shared = (tiles ?? (software ? 'direct' : 'shared')) === 'shared';
  const adapter = [info.vendor, info.architecture, info.device, info.description].join(' ').trim();
  const kept = memory ?? (software ? undefined : inMemory());
  const tuning = shared ? new Tuning(adapter, kept) : undefined;
  const description = `WebGPU (compiled) · ${name}`;
  return {
    engine: new WgslEngine(new Device(device, lost, tuning, limits, longestSubmitMs), description, software),
  };
}

/** What create.ts loads. */
export const open = (memory?: Memory): Promise<EngineResult> => openWgslEngine(memory ? { memory } : {});
