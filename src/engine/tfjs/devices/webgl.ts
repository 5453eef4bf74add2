/**
 * WebGL 2 on a canvas of our own, so that its loss is noticed. Only the kernels that training runs are registered:
 * the whole backend is several times as large.
 */
import { _fusedMatMulConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/_FusedMatMul';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/BatchMatMul';
import { concatConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Concat';
import { conv2DBackpropFilterConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Conv2DBackpropFilter';
import { conv2DBackpropInputConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Conv2DBackpropInput';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/FusedConv2D';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/MaxPool';
import { reshapeConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Reshape';
import { sliceConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Slice';
import { UnpackProgram } from '@tensorflow/tfjs-backend-webgl/dist/unpack_gpu';
import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl/dist/webgl';
import { env, type KernelConfig, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineResult } from '../../engine.ts';
import { isSoftware, shortName } from '../../gpuName.ts';
import { TfjsEngine } from '../engine.ts';
import { fusedWebgl } from '../kernels/fusedWebgl.ts';
import { poolGradientWebgl } from '../kernels/poolGradientWebgl.ts';
import type { Opened } from './device.ts';

/**
 * TensorFlow.js's WebGL convolutions and matrix products yield 2 × 2 values a texel; the fused kernels read one,
 * and each of them would unpack such an input again. So it is done once, where it is made: a step of small-cnn with
 * batch norm at batch 16 went from 269 draws to 186.
 */
const unpacking = (kernel: KernelConfig): KernelConfig => ({
  ...kernel,
  kernelFunc(params) {
    const result = kernel.kernelFunc(params) as TensorInfo;
    const webgl = params.backend as MathBackendWebGL;
    if (!webgl.texData.get(result.dataId).isPacked) return result;
    const unpacked = webgl.runWebGLProgram(new UnpackProgram(result.shape), [result], result.dtype);
    webgl.disposeIntermediateTensorInfo(result);
    return unpacked;
  },
});

const KERNELS = [
  ...[_fusedMatMulConfig, batchMatMulConfig, conv2DBackpropInputConfig, fusedConv2DConfig].map(unpacking),
  ...[concatConfig, conv2DBackpropFilterConfig, maxPoolConfig, reshapeConfig, sliceConfig],
  ...[fusedWebgl, poolGradientWebgl],
];

let registered = false;

const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
  powerPreference: 'high-performance',
};

export function openWebgl(): Opened | { readonly unavailable: string } {
  if (typeof OffscreenCanvas === 'undefined') {
    return { unavailable: 'this browser has no OffscreenCanvas, which a worker needs' };
  }
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', ATTRIBUTES);
  if (!gl) return { unavailable: 'this browser or its settings offer no WebGL 2' };
  if (!gl.getExtension('EXT_color_buffer_float')) {
    return { unavailable: 'this GPU cannot compute into float textures' };
  }
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  if (!registered) for (const kernel of KERNELS) registerKernel(kernel);
  registered = true;
  setWebGLContext(2, gl);
  env().set('WEBGL_VERSION', 2);
  return {
    kind: 'webgl',
    description: `WebGL · ${shortName(renderer)}`,
    software: isSoftware(renderer),
    backend: new MathBackendWebGL(new GPGPUContext(gl)),
    lost: new Promise((resolve) => {
      canvas.addEventListener('webglcontextlost', () => resolve('WebGL: the browser took the GPU away'), {
        once: true,
      });
    }),
    // The only way to give a context's memory back at once.
    close: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
  };
}

/** TensorFlow.js on WebGL: what create.ts loads. */
export async function open(): Promise<EngineResult> {
  const opened = openWebgl();
  return 'unavailable' in opened ? opened : { engine: new TfjsEngine(opened) };
}
