import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { KernelConfig, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';

/** In place of TensorFlow.js's, which looks each value up by its four indices and takes thirty times as long. */
export const filterGradientCpu: KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'cpu',
  kernelFunc({ inputs, attrs, backend }) {
    const cpu = backend as MathBackendCPU;
    const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
    const { filterShape, strides, pad } = attrs as unknown as {
      readonly filterShape: readonly [number, number, number, number];
      readonly strides: readonly [number, number];
      readonly pad: 'same' | number;
    };
    const [xs, dys] = [x, dy].map((t) => cpu.data.get(t.dataId).values as TypedArray) as [
      TypedArray,
      TypedArray,
    ];
    const [, height = 1, width = 1] = x.shape;
    const [batch = 1, rows = 1, columns = 1] = dy.shape;
    const [k, , ins, outs] = filterShape;
    const [stride] = strides;
    const border = pad === 'same' ? k >> 1 : pad;
    const sums = new Float32Array(k * k * ins * outs);
    for (let n = 0; n < batch; n++)
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          const from = ((n * rows + r) * columns + c) * outs;
          for (let a = 0; a < k; a++)
            for (let b = 0; b < k; b++) {
              const [h, w] = [r * stride + a - border, c * stride + b - border];
              if (h < 0 || h >= height || w < 0 || w >= width) continue;
              const pixel = ((n * height + h) * width + w) * ins;
              for (let i = 0, to = (a * k + b) * ins * outs; i < ins; i++)
                for (let o = 0; o < outs; o++, to++)
                  sums[to] = (sums[to] as number) + (xs[pixel + i] as number) * (dys[from + o] as number);
            }
        }
    return cpu.makeTensorInfo([...filterShape], 'float32', sums);
  },
};
