/** The few kernels of TensorFlow.js that training needs, typed, without its ops layer (which the page need not load). */
import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';

export { concat } from '@tensorflow/tfjs-core';

const kernel = (name: string, inputs: NamedTensorMap, attrs: NamedAttrMap = {}): Tensor => {
  const result: Tensor = engine().runKernel(name, inputs, attrs);
  return result;
};

/** The device may read the array only when a kernel first needs it. */
export const upload = (values: Float32Array, shape: readonly number[]): Tensor =>
  engine().makeTensor(values, [...shape], 'float32');

/** The same values under another shape; no copy. */
export const reshape = (x: Tensor, shape: readonly number[]): Tensor =>
  kernel('Reshape', { x }, { shape: [...shape] });

/** `size` values of a flat tensor from `begin`. Free on WebGL, a copy on WebGPU. */
export const slice = (x: Tensor, begin: number, size: number): Tensor =>
  kernel('Slice', { x }, { begin: [begin], size: [size] });

/** A border of half the kernel on every side: 'same', where TensorFlow.js has faster kernels, for stride 1. */
const convolution = (filterShape: readonly number[], stride: number): NamedAttrMap => ({
  ...{ strides: [stride, stride], dataFormat: 'NHWC' },
  ...(stride === 1
    ? { pad: 'same', dimRoundingMode: '' }
    : { pad: (filterShape[0] ?? 1) >> 1, dimRoundingMode: 'floor' }),
});

export type Activation = 'linear' | 'relu';

/** @param x [N, H, W, in] @param filter [k, k, in, out] */
export const conv2d = (
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  activation: Activation,
  stride: number,
): Tensor =>
  kernel(
    'FusedConv2D',
    { x, filter, bias },
    { ...convolution(filter.shape, stride), dilations: [1, 1], activation },
  );

export const conv2dInputGradient = (
  dy: Tensor,
  filter: Tensor,
  inputShape: readonly number[],
  stride: number,
): Tensor =>
  kernel(
    'Conv2DBackpropInput',
    { dy, filter },
    { ...convolution(filter.shape, stride), inputShape: [...inputShape] },
  );

export const conv2dFilterGradient = (
  x: Tensor,
  dy: Tensor,
  filterShape: readonly number[],
  stride: number,
): Tensor =>
  kernel(
    'Conv2DBackpropFilter',
    { x, dy },
    { ...convolution(filterShape, stride), filterShape: [...filterShape] },
  );

export const maxPool = (x: Tensor): Tensor =>
  kernel('MaxPool', { x }, { filterSize: [2, 2], strides: [2, 2], pad: 'valid', dimRoundingMode: '' });

const as3d = (x: Tensor): Tensor => reshape(x, [1, ...x.shape]);

/** [n, k] · [k, m], either transposed on request. */
export function matMul(a: Tensor, b: Tensor, { transposeA = false, transposeB = false } = {}): Tensor {
  const y = kernel('BatchMatMul', { a: as3d(a), b: as3d(b) }, { transposeA, transposeB });
  return reshape(y, y.shape.slice(1));
}

/** activation(x · kernel + bias) */
export function affine(x: Tensor, weights: Tensor, bias: Tensor, activation: Activation): Tensor {
  const y = kernel(
    '_FusedMatMul',
    { a: as3d(x), b: as3d(weights), bias },
    { transposeA: false, transposeB: false, activation },
  );
  return reshape(y, y.shape.slice(1));
}
