import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { POOL_GRADIENT } from './poolGradient.ts';
import { flatProgram } from './webgpuProgram.ts';

const program = (shape: number[]) =>
  flatProgram({
    key: 'first-max-pool-gradient',
    inputs: ['x', 'y', 'dy'],
    outputShape: shape,
    uniforms: '',
    functions: '',
    body: `
      let at = getCoordsFromIndex(index);
      let h = at.y / 2;
      let w = at.z / 2;
      var dx = 0.0;
      if (h < uniforms.yShape.y && w < uniforms.yShape.z) {
        let top = getY(at.x, h, w, at.w);
        let tap = (at.y - 2 * h) * 2 + at.z - 2 * w;
        var first = 4;
        for (var i = 3; i >= 0; i--) {
          if (getX(at.x, 2 * h + i / 2, 2 * w + i % 2, at.w) == top) { first = i; }
        }
        if (tap == first) { dx = getDy(at.x, h, w, at.w); }
      }
      setOutputAtIndex(index, dx);`,
  });

export const poolGradientWebgpu: KernelConfig = {
  kernelName: POOL_GRADIENT,
  backendName: 'webgpu',
  kernelFunc({ inputs, backend }) {
    const { x, y, dy } = inputs as Record<'x' | 'y' | 'dy', TensorInfo>;
    return (backend as WebGPUBackend).runWebGPUProgram(program(x.shape), [x, y, dy], 'float32');
  },
};
