/**
 * WebGPU on a device of our own: TensorFlow.js does not handle an adapter that is missing, nor a device that is
 * lost. Only the kernels that training runs are registered.
 */
import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { _fusedMatMulConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/_FusedMatMul';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul';
import { concatConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Concat';
import { conv2DBackpropFilterConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2DBackpropFilter';
import { conv2DBackpropInputConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2DBackpropInput';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/FusedConv2D';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/MaxPool';
import { reshapeConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape';
import { sliceConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Slice';
import { registerKernel } from '@tensorflow/tfjs-core';
import type { EngineResult } from '../../engine.ts';
import { openDevice } from '../../webgpuDevice.ts';
import { TfjsEngine } from '../engine.ts';
import { fusedWebgpu } from '../kernels/fusedWebgpu.ts';
import { poolGradientWebgpu } from '../kernels/poolGradientWebgpu.ts';
import type { Opened } from './device.ts';

const KERNELS = [
  ...[_fusedMatMulConfig, batchMatMulConfig, concatConfig, conv2DBackpropFilterConfig],
  ...[conv2DBackpropInputConfig, fusedConv2DConfig, maxPoolConfig, reshapeConfig, sliceConfig],
  ...[fusedWebgpu, poolGradientWebgpu],
];

let registered = false;

/** The adapter's own limits where a larger one lets more through in one kernel. */
const LIMITS = [
  ...['maxComputeWorkgroupStorageSize', 'maxComputeWorkgroupsPerDimension', 'maxComputeWorkgroupSizeX'],
  ...['maxStorageBufferBindingSize', 'maxBufferSize', 'maxComputeInvocationsPerWorkgroup'],
  'maxStorageBuffersPerShaderStage',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

export async function openWebgpu(): Promise<Opened | { readonly unavailable: string }> {
  if (!navigator.gpu) return { unavailable: 'this browser does not have it' };
  const opened = await openDevice(navigator.gpu, LIMITS);
  if (!opened) return { unavailable: 'this browser offers no adapter' };
  const { device, info, name, software, lost } = opened;
  if (!registered) for (const kernel of KERNELS) registerKernel(kernel);
  registered = true;
  return {
    kind: 'webgpu',
    description: `WebGPU · ${name}`,
    ...{ software, lost },
    backend: new WebGPUBackend(device, info),
    close: () => device.destroy(),
  };
}

/** TensorFlow.js on WebGPU: what create.ts loads. */
export async function open(): Promise<EngineResult> {
  const opened = await openWebgpu();
  return 'unavailable' in opened ? opened : { engine: new TfjsEngine(opened) };
}
