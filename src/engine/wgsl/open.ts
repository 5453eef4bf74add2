/** Opens a GPU: the browser's, or in Node the one that the package `webgpu` (Dawn) finds. */
import type { EngineResult } from '../engine.ts';
import { isSoftware } from '../gpuName.ts';
import { Device, type Limits } from './device.ts';
import { WgslEngine } from './engine.ts';

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

const describe = ({ vendor, architecture, description }: GPUAdapterInfo): string =>
  description || [vendor, architecture].filter((part) => part !== '').join(' ') || 'GPU';

export interface OpenOptions {
  /** Instead of the adapter's own, for tests. */
  readonly limits?: Partial<Limits>;
  /** What suits the adapter unless given. */
  readonly tiles?: 'shared' | 'direct';
}

export async function openWgslEngine({
  limits = {},
  tiles,
}: OpenOptions = {}): Promise<{ readonly engine: WgslEngine } | { readonly unavailable: string }> {
  const gpu = await findGpu();
  if ('unavailable' in gpu) return gpu;
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { unavailable: 'there is no GPU that WebGPU can use' };
  const name = describe(adapter.info);
  const { vendor, architecture, isFallbackAdapter } = adapter.info;
  const software = isFallbackAdapter || isSoftware(`${name} ${vendor} ${architecture}`);
  const own = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
  const device = await adapter.requestDevice({ requiredLimits: own });
  const lost = new Promise<string>((resolve) => {
    void device.lost.then(({ reason, message }) => {
      resolve(`WebGPU: the GPU went away (${message || reason})`);
    });
    // Out of memory, or a shader that this GPU refuses: what comes out is not to be trusted from here on.
    device.addEventListener('uncapturederror', ({ error }) => resolve(`WebGPU: ${error.message}`), {
      once: true,
    });
  });
  const description = `WebGPU (compiled) · ${isSoftware(name) ? 'SwiftShader' : name}`;
  const tiling = tiles ?? (software ? 'direct' : 'shared');
  return { engine: new WgslEngine(new Device(device, lost, tiling, limits), description, software) };
}

/** What create.ts loads. */
export const open = (): Promise<EngineResult> => openWgslEngine();
