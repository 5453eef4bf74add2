import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { KernelConfig, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import { POOL_GRADIENT } from './poolGradient.ts';

export const poolGradientCpu: KernelConfig = {
  kernelName: POOL_GRADIENT,
  backendName: 'cpu',
  kernelFunc({ inputs, backend }) {
    const cpu = backend as MathBackendCPU;
    const { x, y, dy } = inputs as Record<'x' | 'y' | 'dy', TensorInfo>;
    const [xs, ys, dys] = [x, y, dy].map(({ dataId }) => cpu.readSync(dataId)) as [
      TypedArray,
      TypedArray,
      TypedArray,
    ];
    const [, height = 1, width = 1, channels = 1] = x.shape;
    const [batch = 1, rows = 1, columns = 1] = y.shape;
    const dx = new Float32Array(xs.length);
    let o = 0;
    for (let n = 0; n < batch; n++)
      for (let h = 0; h < rows; h++)
        for (let w = 0; w < columns; w++)
          for (let c = 0; c < channels; c++, o++) {
            const corner = ((n * height + 2 * h) * width + 2 * w) * channels + c;
            const row = width * channels;
            const window = [corner, corner + channels, corner + row, corner + row + channels];
            const first = window.find((i) => xs[i] === ys[o]);
            if (first !== undefined) dx[first] = dys[o] as number;
          }
    return cpu.makeTensorInfo(x.shape, 'float32', dx);
  },
};
