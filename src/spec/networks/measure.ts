/**
 * The words of a network's text one after another: the shape that each leaves, its weights, and what is wrong with it
 * where it stands. `src/network` builds the same layers, and its tests hold this to them.
 */
import type { DataSpec } from '../dataSpec.ts';
import { grouped } from '../numbers.ts';
import { type LayerPlan, NETWORK_LIMITS } from './layerPlan.ts';
import { type Word, wordsOf } from './text.ts';

type Shape = readonly number[];

/** Only what a network needs to know of its images. */
export type NetworkData = Pick<DataSpec, 'shape' | 'classes'>;

export interface Step extends Word {
  /** [height, width, channels] or [units] of what it gives; as it was before where the word is wrong. */
  readonly output: Shape;
  /** Of its kernels and biases. */
  readonly weights: number;
  /** What is wrong with the word or with its place, as its predicate. */
  readonly wrong?: string;
}

export interface Measured {
  readonly steps: readonly Step[];
  /** Of all kernels and biases, the classes' dense layer included. */
  readonly weights: number;
}

/** Sizes that are not known are NaN, which is above no limit and below none. */
const UNKNOWN: NetworkData = { shape: [Number.NaN, Number.NaN, Number.NaN], classes: [] };

const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

const denseWeights = (input: Shape, units: number): number => (size(input) + 1) * units;

export function measure(text: string, data: NetworkData = UNKNOWN): Measured {
  let shape: Shape = data.shape;
  let weights = 0;
  const steps: Step[] = [];
  for (const word of wordsOf(text)) {
    const before = steps.at(-1);
    const step = stepOf(word, shape, weights, steps.length + 1, before);
    steps.push(step);
    ({ output: shape } = step);
    weights += step.weights;
  }
  const all = weights + denseWeights(shape, data.classes.length);
  const last = steps.at(-1);
  if (last && last.wrong === undefined && all > NETWORK_LIMITS.weights) {
    const values = `leaves ${grouped(size(shape))} values for the dense layer of the classes`;
    steps.splice(-1, 1, { ...last, wrong: `${values}, which makes ${tooMany(all)}` });
  }
  return { steps, weights: all };
}

const tooMany = (weights: number): string =>
  `${grouped(weights)} weights, above ${grouped(NETWORK_LIMITS.weights)}`;

function stepOf(word: Word, input: Shape, weightsBefore: number, place: number, before?: Word): Step {
  const nothing = { ...word, output: input, weights: 0 };
  if ('wrong' in word.read) return { ...nothing, wrong: word.read.wrong };
  const { plan } = word.read;
  if (place > NETWORK_LIMITS.layers)
    return { ...nothing, wrong: `is layer ${place}, and ${NETWORK_LIMITS.layers} are the most` };
  if (input.length === 1 && plan.kind !== 'dense' && plan.kind !== 'dropout')
    return { ...nothing, wrong: `needs an image, of which '${before?.text ?? ''}' leaves none` };
  const { output, weights } = resultOf(plan, input);
  const [height = 1, width = 1] = output;
  if (height < 1 || width < 1)
    return { ...nothing, wrong: `finds no 2 × 2 values in ${input.slice(0, 2).join(' × ')}` };
  const step = { ...word, output, weights };
  const sum = weightsBefore + weights;
  return sum > NETWORK_LIMITS.weights ? { ...step, wrong: `makes ${tooMany(sum)}` } : step;
}

function resultOf(plan: LayerPlan, input: Shape): { output: Shape; weights: number } {
  const [height = 1, width = 1] = input;
  const channels = input.at(-1) ?? 1;
  switch (plan.kind) {
    case 'conv':
    case 'residual': {
      const { filters, kernelSize, stride } = plan;
      const output = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
      const kernel = (from: number, side: number): number => (side ** 2 * from + 1) * filters;
      const first = kernel(channels, kernelSize);
      if (plan.kind === 'conv') return { output, weights: first };
      const beside = hasProjection(plan, channels) ? kernel(channels, 1) : 0;
      return { output, weights: first + kernel(filters, kernelSize) + beside };
    }
    case 'pool':
      return { output: [Math.floor(height / 2), Math.floor(width / 2), channels], weights: 0 };
    case 'gap':
      return { output: [channels], weights: 0 };
    case 'dropout':
      return { output: input, weights: 0 };
    case 'dense':
      return { output: [plan.units], weights: denseWeights(input, plan.units) };
    default:
      return plan satisfies never;
  }
}

/** Whether a residual block has a 1 × 1 convolution beside its two, for they change the shape. */
export const hasProjection = (
  { filters, stride }: Extract<LayerPlan, { filters: number }>,
  channels: number,
): boolean => stride !== 1 || channels !== filters;
