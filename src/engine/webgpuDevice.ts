/** Opens a WebGPU device, for whichever engine works on it. */
import { isSoftware } from './gpuName.ts';

export interface OpenedDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** What a person calls the GPU. */
  readonly name: string;
  /** Whether it is a processor that plays one. */
  readonly software: boolean;
  /** Resolves with a reason for a person when the device goes away, or is not to be trusted any more. */
  readonly lost: Promise<string>;
}

const nameOf = ({ vendor, architecture, description }: GPUAdapterInfo): string =>
  description || [vendor, architecture].filter((part) => part !== '').join(' ') || 'GPU';

/** @param limits of which the adapter's own are asked for; undefined where it offers no adapter */
export async function openDevice(
  gpu: GPU,
  limits: readonly Exclude<keyof GPUSupportedLimits, '__brand'>[],
): Promise<OpenedDevice | undefined> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return undefined;
  const { info } = adapter;
  const name = nameOf(info);
  const { vendor, architecture, isFallbackAdapter } = info;
  const requiredLimits = Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]]));
  const device = await adapter.requestDevice({ requiredLimits });
  return {
    ...{ device, info, name: isSoftware(name) ? 'SwiftShader' : name },
    software: isFallbackAdapter || isSoftware(`${name} ${vendor} ${architecture}`),
    lost: new Promise((resolve) => {
      void device.lost.then(({ reason, message }) => {
        resolve(`WebGPU: the GPU went away (${message || reason})`);
      });
      // Out of memory, or a shader that this GPU refuses: what comes out is not to be trusted from here on.
      device.addEventListener('uncapturederror', ({ error }) => resolve(`WebGPU: ${error.message}`), {
        once: true,
      });
    }),
  };
}
