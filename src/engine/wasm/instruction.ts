/** Instructions by name: the numbers of assembly/instructions.ts, and how a list of them is written down. */

export const INSTRUCTIONS = [
  'none',
  'loadImages',
  'standardize',
  'standardizeGradient',
  'packKernel',
  'convolve',
  'filterGradient',
  'dense',
  'denseInputGradient',
  'denseUpdate',
  'sumBatch',
  'imageNorm',
  'imageNormGradient',
  'bandNorm',
  'bandNormGradient',
  'batchMoments',
  'batchStatistics',
  'inverseDeviation',
  'batchNormalize',
  'batchProducts',
  'batchCoefficients',
  'batchGradient',
  'maxPool',
  'maxPoolGradient',
  'dropout',
  'reluGradient',
  'softmaxCrossEntropy',
  'update',
  'packWinograd',
  'convolveWinograd',
  'winogradGradient',
  'kernelFromWinograd',
  'vectorBatchNorm',
  'vectorBatchNormGradient',
  'vectorNorm',
  'vectorNormGradient',
] as const;

export type InstructionName = Exclude<(typeof INSTRUCTIONS)[number], 'none'>;

export interface Instruction {
  readonly name: InstructionName;
  /** The layer it belongs to. */
  readonly layer: string;
  /** Integers, addresses and flags; `float32` makes a word of a float. */
  readonly arguments: readonly number[];
  /** Whether all threads have to be done with it before the next begins. */
  readonly wait: boolean;
}

/** Adds an instruction to a list; all threads wait after it unless told otherwise. */
export type Emit = (name: InstructionName, values: readonly number[], wait?: boolean) => void;

const word = new DataView(new ArrayBuffer(4));

/** The word whose bits are a float32's. */
export function float32(value: number): number {
  word.setFloat32(0, value);
  return word.getInt32(0);
}

/** Flags of assembly/index.ts. */
const WAIT = 1;
const LAST = 2;

/** Words of a list: code, bytes to the next, flags, arguments. All threads wait after the last. */
export function encode(instructions: readonly Instruction[]): number[] {
  return instructions.flatMap(({ name, arguments: values, wait }, at) => {
    const flags = at === instructions.length - 1 ? WAIT | LAST : wait ? WAIT : 0;
    return [INSTRUCTIONS.indexOf(name), 4 * (3 + values.length), flags, ...values];
  });
}
