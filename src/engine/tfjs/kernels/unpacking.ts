/**
 * TensorFlow.js's WebGL convolutions and matrix products yield 2 × 2 values a texel; the fused kernels read one,
 * and each of them would unpack such an input again. So it is done once, where it is made: a step of small-cnn with
 * batch norm at batch 16 went from 269 draws to 186.
 */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { UnpackProgram } from '@tensorflow/tfjs-backend-webgl/dist/unpack_gpu';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

export const unpacking = (kernel: KernelConfig): KernelConfig => ({
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
