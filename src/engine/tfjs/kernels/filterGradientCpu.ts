import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type {
  Conv2DBackpropFilterAttrs,
  KernelConfig,
  NamedAttrMap,
  TensorInfo,
  TypedArray,
} from '@tensorflow/tfjs-core';

/** In place of TensorFlow.js's, which looks each value up by its four indices: three quarters of a test's time. */
export const filterGradientCpu: KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'cpu',
  kernelFunc({ inputs, attrs, backend }) {
    const cpu = backend as MathBackendCPU;
    const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
    const { filterShape, strides, pad } = attrs as NamedAttrMap & Conv2DBackpropFilterAttrs;
    const [xs, dys] = [x, dy].map(({ dataId }) => cpu.readSync(dataId)) as [TypedArray, TypedArray];
    const [, height = 1, width = 1] = x.shape;
    const [batch = 1, rows = 1, columns = 1] = dy.shape;
    const [k, , ins, outs] = filterShape;
    const [stride] = strides as [number, number];
    const border = typeof pad === 'number' ? pad : k >> 1;
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
