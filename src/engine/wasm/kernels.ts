/**
 * What the engine and its kernels have to agree on: numbers of kernels, the order of their arguments, the words of a
 * step's frame. One source for two compilers, TypeScript's and AssemblyScript's (assembly/), so only what both know:
 * enumerations. A member is the number of a 32-bit word; what it means stands with the kernel.
 */

/** The first words of an instruction. */
export enum Header {
  kernel,
  /** Bytes to the next instruction. */
  bytes,
  flags,
  /** Where the arguments begin. */
  end,
}

export enum Flag {
  /** All threads have to be done with it before the next begins. */
  wait = 1,
  last = 2,
}

export enum Kernel {
  none,
  loadImages,
  standardize,
  standardizeGradient,
  scaleWeights,
  scaleWeightsGradient,
  packKernel,
  packWinograd,
  convolve,
  convolveWinograd,
  filterGradient,
  winogradGradient,
  kernelFromWinograd,
  dense,
  denseInputGradient,
  denseUpdate,
  sumBatch,
  imageNorm,
  imageNormGradient,
  bandNorm,
  bandNormGradient,
  pixelNorm,
  pixelNormGradient,
  dynamicTanh,
  dynamicTanhGradient,
  filterResponse,
  filterResponseGradient,
  batchMoments,
  batchStatistics,
  estimateStatistics,
  inverseDeviation,
  batchNormalize,
  batchProducts,
  batchCoefficients,
  batchGradient,
  vectorBatchNorm,
  vectorBatchNormGradient,
  renormStatistics,
  renormScale,
  renormGamma,
  vectorRenorm,
  vectorRenormGradient,
  vectorNorm,
  vectorNormGradient,
  maxPool,
  maxPoolGradient,
  globalPool,
  globalPoolGradient,
  dropout,
  reluGradient,
  activation,
  activationGradient,
  add,
  copy,
  softmaxCrossEntropy,
  update,
}

export enum LoadImages {
  images,
  height,
  rowBytes,
  y,
  yImage,
  yRow,
}

export enum Standardize {
  kernel,
  rows,
  outputs,
  epsilon,
  standardized,
  deviation,
}

export enum StandardizeGradient {
  gradient,
  rows,
  outputs,
  epsilon,
  standardized,
  deviation,
  dkernel,
}

export enum ScaleWeights {
  kernel,
  rows,
  outputs,
  gain,
  epsilon,
  factor,
  scaled,
}

export enum ScaleWeightsGradient {
  kernel,
  rows,
  outputs,
  gain,
  epsilon,
  factor,
  gradient,
  dkernel,
  dgain,
}

export enum PackKernel {
  kernel,
  rows,
  columns,
  inputs,
  outputs,
  packed,
  turned,
  first,
  rowStep,
  columnStep,
}

export enum Convolve {
  x,
  xImage,
  xRow,
  y,
  yImage,
  yRow,
  height,
  width,
  inputs,
  outputs,
  yPixel,
  rows,
  columns,
  stride,
  packed,
  bias,
  relu,
  hasBias,
}

export enum FilterGradient {
  x,
  xImage,
  xRow,
  dy,
  dyImage,
  dyRow,
  height,
  width,
  inputs,
  outputs,
  size,
  stride,
  dkernel,
  dbias,
  sums,
}

export enum Dense {
  x,
  inputs,
  outputs,
  kernel,
  bias,
  y,
  relu,
}

export enum DenseInputGradient {
  dy,
  inputs,
  outputs,
  kernel,
  zeros,
  dx,
  fused,
}

export enum DenseUpdate {
  optimizer,
  decays,
  x,
  dy,
  inputs,
  outputs,
  kernel,
  firstSlots,
  secondSlots,
  dkernel,
  dx,
}

export enum SumBatch {
  values,
  channels,
  sums,
}

export enum ImageNorm {
  x,
  y,
  yImage,
  yRow,
  height,
  width,
  channels,
  groups,
  epsilon,
  centred,
  gamma,
  beta,
  mean,
  r,
  relu,
}

export enum ImageNormGradient {
  x,
  dx,
  dxImage,
  dxRow,
  height,
  width,
  channels,
  groups,
  dy,
  centred,
  gamma,
  beta,
  mean,
  r,
  relu,
  masked,
  dbeta,
  dgamma,
}

export enum DynamicTanh {
  x,
  y,
  yImage,
  yRow,
  height,
  width,
  channels,
  gamma,
  beta,
  alpha,
  relu,
}

export enum DynamicTanhGradient {
  x,
  dx,
  dxImage,
  dxRow,
  height,
  width,
  channels,
  dy,
  gamma,
  beta,
  alpha,
  relu,
  masked,
  dbeta,
  dgamma,
  dalpha,
}

export enum FilterResponse {
  x,
  y,
  yImage,
  yRow,
  height,
  width,
  channels,
  groups,
  epsilon,
  gamma,
  beta,
  threshold,
  r,
  relu,
}

export enum FilterResponseGradient {
  x,
  dx,
  dxImage,
  dxRow,
  height,
  width,
  channels,
  groups,
  dy,
  gamma,
  beta,
  threshold,
  r,
  relu,
  masked,
  dbeta,
  dgamma,
  dthreshold,
}

export enum BatchMoments {
  x,
  pixels,
  channels,
  means,
  squares,
}

export enum BatchStatistics {
  pixels,
  channels,
  means,
  squares,
  epsilon,
  momentum,
  mean,
  r,
  movingMean,
  movingVariance,
}

export enum EstimateStatistics {
  pixels,
  channels,
  means,
  squares,
  epsilon,
  momentum,
  movingMean,
  movingVariance,
  mean,
  r,
  movedMean,
  movedVariance,
}

export enum InverseDeviation {
  variance,
  channels,
  epsilon,
  r,
}

export enum BatchNormalize {
  x,
  y,
  yImage,
  yRow,
  height,
  width,
  channels,
  mean,
  r,
  gamma,
  beta,
  relu,
}

export enum BatchProducts {
  x,
  dy,
  pixels,
  channels,
  mean,
  r,
  gamma,
  beta,
  relu,
  sums,
  products,
}

export enum BatchCoefficients {
  pixels,
  channels,
  sums,
  products,
  r,
  gamma,
  dbeta,
  dgamma,
  a,
  b,
  d,
  fixed,
}

export enum BatchGradient {
  x,
  dx,
  dxImage,
  dxRow,
  height,
  width,
  channels,
  mean,
  dy,
  a,
  b,
  d,
  masked,
}

export enum VectorBatchNorm {
  x,
  y,
  channels,
  gamma,
  beta,
  epsilon,
  momentum,
  mean,
  r,
  movingMean,
  movingVariance,
  relu,
}

export enum VectorBatchNormGradient {
  x,
  dx,
  channels,
  dy,
  gamma,
  beta,
  epsilon,
  dgamma,
  dbeta,
  relu,
  masked,
}

export enum RenormStatistics {
  pixels,
  channels,
  means,
  squares,
  epsilon,
  momentum,
  rMax,
  dMax,
  updates,
  gamma,
  beta,
  movingMean,
  movingVariance,
  mean,
  r,
  ratio,
  offset,
  scale,
  shift,
  movedMean,
  movedVariance,
}

export enum RenormScale {
  channels,
  gamma,
  beta,
  ratio,
  offset,
  scale,
  shift,
}

export enum RenormGamma {
  channels,
  ratio,
  offset,
  dgamma,
  dbeta,
}

export enum VectorRenorm {
  x,
  y,
  channels,
  gamma,
  beta,
  epsilon,
  momentum,
  rMax,
  dMax,
  updates,
  movingMean,
  movingVariance,
  mean,
  r,
  ratio,
  offset,
  movedMean,
  movedVariance,
  relu,
}

export enum VectorRenormGradient {
  x,
  dx,
  channels,
  dy,
  gamma,
  beta,
  epsilon,
  dgamma,
  dbeta,
  relu,
  masked,
  ratio,
  offset,
}

export enum VectorNorm {
  x,
  y,
  channels,
  groups,
  epsilon,
  centred,
  gamma,
  beta,
  relu,
}

export enum VectorNormGradient {
  x,
  dx,
  channels,
  groups,
  epsilon,
  centred,
  gamma,
  beta,
  relu,
  dy,
  masked,
  dbeta,
  dgamma,
}

export enum MaxPool {
  x,
  xImage,
  xRow,
  y,
  yImage,
  yRow,
  height,
  width,
  channels,
  argmax,
  inputHeight,
  inputWidth,
}

export enum GlobalPool {
  x,
  xImage,
  xRow,
  y,
  height,
  width,
  channels,
}

export enum Dropout {
  x,
  xImage,
  xRow,
  y,
  yImage,
  yRow,
  height,
  rowLength,
  key0,
  key1,
  threshold,
  scale,
}

export enum ReluGradient {
  y,
  yImage,
  yRow,
  dx,
  dxImage,
  dxRow,
  height,
  rowLength,
  dy,
}

export enum Activation {
  activation,
  x,
  xImage,
  xRow,
  dy,
  dyImage,
  dyRow,
  y,
  yImage,
  yRow,
  height,
  rowLength,
}

export enum ActivationFunction {
  gelu,
  silu,
}

export enum Add {
  a,
  aImage,
  aRow,
  b,
  bImage,
  bRow,
  y,
  yImage,
  yRow,
  height,
  rowLength,
  relu,
}

export enum Copy {
  x,
  xImage,
  xRow,
  y,
  yImage,
  yRow,
  height,
  rowLength,
}

export enum SoftmaxCrossEntropy {
  logits,
  classes,
  labels,
  sums,
  dlogits,
}

export enum Update {
  optimizer,
  decays,
  parameters,
  gradients,
  firstSlots,
  secondSlots,
  count,
}

/** The frame of a step. */
export enum Frame {
  /** Images in the batch. */
  batch,
  step,
  /** Address of the first thread's scratch memory, and bytes from one thread's to the next. */
  scratch,
  scratchBytes,
  /** The optimizer's eight, as assembly/optimizer.ts numbers them. */
  coefficients,
  /** Whether register tiles are narrow: see assembly/multiplyTile.ts. */
  narrow = 12,
  /** Four float64: loss, hits, images, the first step whose loss was not finite. */
  sums = 16,
  /** The addresses of the images, then the labels. */
  lists = 32,
}

export enum Optimizer {
  sgd,
  momentum,
  adam,
  rmsprop,
}

/** The threads' control block: see assembly/barrier.ts. */
export enum Control {
  job,
  arrived,
  passed,
  asleep,
  failed,
  program,
  frame,
  threads,
}

/** Where what is there for all programs begins, in bytes. */
export enum Place {
  control = 64,
  /** Eight float32 zeros: the bias of what has none. */
  zeros = 512,
}

/** Sizes by which kernels divide their work, from which the engine knows how much scratch they need. */
export enum Size {
  /** Bytes of a list of pixels (multiplyTile.ts). */
  list = 512,
  /** Bytes of the sums of a tile (outerTile.ts). */
  tileSums = 192,
  /** Rows of a dense kernel's gradient at a time: a tile's width; a common multiple, so that shares are the same. */
  updateRows = 12,
  /** Outputs a side of a window of Winograd's. */
  windowSide = 4,
  /** Windows that are transformed together: convolution, filter gradient. */
  windows = 24,
  gradientWindows = 48,
  /** Bytes of scratch before transformed windows, and between their positions. */
  beforeWindows = 1152,
  positionGap = 64,
}

/** Images from which dense layers, and the gradients of their kernels, are worked on in tiles. */
export enum Tiled {
  dense = 12,
  denseUpdate = 6,
}
