/** Instructions: kernels with their arguments by name, and how a list of them is written down. */
import * as kernels from './kernels.ts';

/** The arguments of each kernel. */
const ARGUMENTS = {
  loadImages: kernels.LoadImages,
  standardize: kernels.Standardize,
  standardizeGradient: kernels.StandardizeGradient,
  scaleWeights: kernels.ScaleWeights,
  scaleWeightsGradient: kernels.ScaleWeightsGradient,
  packKernel: kernels.PackKernel,
  packWinograd: kernels.PackKernel,
  convolve: kernels.Convolve,
  convolveWinograd: kernels.Convolve,
  filterGradient: kernels.FilterGradient,
  winogradGradient: kernels.FilterGradient,
  kernelFromWinograd: kernels.FilterGradient,
  dense: kernels.Dense,
  denseInputGradient: kernels.DenseInputGradient,
  denseUpdate: kernels.DenseUpdate,
  sumBatch: kernels.SumBatch,
  imageNorm: kernels.ImageNorm,
  imageNormGradient: kernels.ImageNormGradient,
  bandNorm: kernels.ImageNorm,
  bandNormGradient: kernels.ImageNormGradient,
  pixelNorm: kernels.ImageNorm,
  pixelNormGradient: kernels.ImageNormGradient,
  dynamicTanh: kernels.DynamicTanh,
  dynamicTanhGradient: kernels.DynamicTanhGradient,
  filterResponse: kernels.FilterResponse,
  filterResponseGradient: kernels.FilterResponseGradient,
  batchMoments: kernels.BatchMoments,
  batchStatistics: kernels.BatchStatistics,
  estimateStatistics: kernels.EstimateStatistics,
  inverseDeviation: kernels.InverseDeviation,
  batchNormalize: kernels.BatchNormalize,
  batchProducts: kernels.BatchProducts,
  batchCoefficients: kernels.BatchCoefficients,
  batchGradient: kernels.BatchGradient,
  vectorBatchNorm: kernels.VectorBatchNorm,
  vectorBatchNormGradient: kernels.VectorBatchNormGradient,
  renormStatistics: kernels.RenormStatistics,
  renormScale: kernels.RenormScale,
  renormGamma: kernels.RenormGamma,
  vectorRenorm: kernels.VectorRenorm,
  vectorRenormGradient: kernels.VectorRenormGradient,
  vectorNorm: kernels.VectorNorm,
  vectorNormGradient: kernels.VectorNormGradient,
  maxPool: kernels.MaxPool,
  maxPoolGradient: kernels.MaxPool,
  globalPool: kernels.GlobalPool,
  globalPoolGradient: kernels.GlobalPool,
  dropout: kernels.Dropout,
  reluGradient: kernels.ReluGradient,
  activation: kernels.Activation,
  activationGradient: kernels.Activation,
  add: kernels.Add,
  copy: kernels.Copy,
  softmaxCrossEntropy: kernels.SoftmaxCrossEntropy,
  update: kernels.Update,
} as const satisfies Readonly<Record<Exclude<keyof typeof kernels.Kernel, 'none'>, object>>;

export type KernelName = keyof typeof ARGUMENTS;

/** Integers, addresses and flags; `float32` makes a word of a float. */
export type Arguments<Name extends KernelName> = Readonly<Record<keyof (typeof ARGUMENTS)[Name], number>>;

export interface Instruction {
  readonly kernel: KernelName;
  /** The layer it belongs to. */
  readonly layer: string;
  readonly words: readonly number[];
  /** Whether all threads have to be done with it before the next begins. */
  readonly wait: boolean;
}

/** Adds an instruction to a list; all threads wait after it unless told otherwise. */
export type Emit = <Name extends KernelName>(kernel: Name, values: Arguments<Name>, wait?: boolean) => void;

const buffer = new DataView(new ArrayBuffer(4));

/** The word whose bits are a float32's. */
export function float32(value: number): number {
  buffer.setFloat32(0, value);
  return buffer.getInt32(0);
}

export const flag = (value: boolean): number => (value ? 1 : 0);

/** An instruction's arguments in the order of its kernel's enumeration. */
export function wordsOf<Name extends KernelName>(kernel: Name, values: Arguments<Name>): number[] {
  const positions: Readonly<Record<string, string | number>> = ARGUMENTS[kernel];
  const words: number[] = [];
  for (const [name, value] of Object.entries<number>(values)) {
    const position = positions[name];
    if (typeof position !== 'number') throw new Error(`${kernel} has no argument ${name}`);
    words[position] = value;
  }
  return words;
}

/** Words of a list. All threads wait after the last. */
export function encode(instructions: readonly Instruction[]): number[] {
  const { Flag, Header, Kernel } = kernels;
  return instructions.flatMap(({ kernel, words, wait }, at) => {
    const last = at === instructions.length - 1;
    const header: number[] = [];
    header[Header.kernel] = Kernel[kernel];
    header[Header.bytes] = 4 * (Header.end + words.length);
    header[Header.flags] = (last || wait ? Flag.wait : 0) | (last ? Flag.last : 0);
    return [...header, ...words];
  });
}
