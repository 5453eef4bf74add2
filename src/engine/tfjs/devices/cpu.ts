/** TensorFlow.js's JavaScript backend: slow and exact, for tests in Node. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { env, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { EngineResult } from '../../engine.ts';
import { TfjsEngine } from '../engine.ts';
import { filterGradientCpu } from '../kernels/filterGradientCpu.ts';
import { fusedCpu } from '../kernels/fusedCpu.ts';
import { poolGradientCpu } from '../kernels/poolGradientCpu.ts';
import type { Opened } from './device.ts';

let registered = false;

export function openCpu(): Opened {
  if (!registered) {
    unregisterKernel(filterGradientCpu.kernelName, 'cpu');
    for (const kernel of [filterGradientCpu, fusedCpu, poolGradientCpu]) registerKernel(kernel);
  }
  registered = true;
  // Else TensorFlow.js advertises its native backend on the first tensor.
  env().set('PROD', true);
  return {
    kind: 'cpu',
    description: 'CPU · TensorFlow.js',
    software: true,
    backend: new MathBackendCPU(),
    lost: new Promise(() => {}),
    close() {},
  };
}

/** An engine of it. */
export const open = async (): Promise<EngineResult> => ({ engine: new TfjsEngine(openCpu()) });
