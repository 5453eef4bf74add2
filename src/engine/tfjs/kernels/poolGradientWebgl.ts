import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { POOL_GRADIENT } from './poolGradient.ts';

const program = (x: TensorInfo, [, rows = 1, columns = 1]: number[]): GPGPUProgram => ({
  variableNames: ['x', 'y', 'dy'],
  outputShape: x.shape,
  userCode: `void main() {
    ivec4 at = getOutputCoords();
    int h = at.y / 2, w = at.z / 2;
    float dx = 0.0;
    if (h < ${rows} && w < ${columns}) {
      float y = getY(at.x, h, w, at.w);
      int tap = (at.y - 2 * h) * 2 + at.z - 2 * w;
      int first = 4;
      for (int i = 3; i >= 0; i--) {
        if (getX(at.x, 2 * h + i / 2, 2 * w + i - i / 2 * 2, at.w) == y) first = i;
      }
      if (tap == first) dx = getDy(at.x, h, w, at.w);
    }
    setOutput(dx);
  }`,
});

export const poolGradientWebgl: KernelConfig = {
  kernelName: POOL_GRADIENT,
  backendName: 'webgl',
  kernelFunc({ inputs, backend }) {
    const { x, y, dy } = inputs as Record<'x' | 'y' | 'dy', TensorInfo>;
    return (backend as MathBackendWebGL).runWebGLProgram(program(x, y.shape), [x, y, dy], 'float32');
  },
};
