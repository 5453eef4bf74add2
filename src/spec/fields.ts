/**
 * The table of an experiment's fields: limits, defaults, wording. Controls, link, command line and validation
 * all read it, so a new setting is one entry here and one property in experiment.ts.
 */
import { DEFAULT_DATA, dataSpec, dataSpecs } from './dataSets.ts';
import { DATA_ID, LIMITS } from './dataSpec.ts';
import {
  ACTIVATIONS,
  ENGINES,
  type Experiment,
  INITIALIZERS,
  MAX_SEED,
  NORMS,
  type Norm,
  OPTIMIZERS,
  OWN,
  POSITIONS,
  SCHEDULES,
  STATISTICS,
  SWITCH,
  WEIGHTS,
  type Weights,
} from './experiment.ts';
import { NETWORK_NAMES, NETWORKS, readNetwork } from './networks/networks.ts';
import { NORM_SETTINGS } from './norms/description.ts';
import { minibatchNorms, normWords } from './norms/norms.ts';
import { WEIGHTS_WORDS } from './weights.ts';

/** What is there, and how it misses what was expected. */
export interface Mistake {
  readonly found: string;
  readonly expected: string;
}

/** Where a claim can be read. */
export interface Reference {
  readonly words: string;
  readonly url: string;
}

export interface ChoiceField<T extends string = string> {
  readonly kind: 'choice';
  readonly label: string;
  /** One line. */
  readonly help: string;
  readonly reference: Reference;
  readonly values: readonly T[];
  /** What is no value here but may be one elsewhere: such text is kept, for it names what this browser lacks. */
  readonly open?: RegExp;
  /** Reads what can be written out instead of chosen, and says what is wrong with it. @param data a data set's id */
  readonly written?: (text: string, data: string) => { readonly value: T } | { readonly mistake: Mistake };
  /** What a person reads for each value. */
  readonly names: Readonly<Record<T, string>>;
  readonly default: T;
}

export interface NumberField<T extends string = never> {
  readonly kind: 'number';
  readonly label: string;
  /** One line. */
  readonly help: string;
  readonly reference: Reference;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** Words that stand for a number, with what a person reads for each. */
  readonly words?: Readonly<Record<T, string>>;
  readonly default: number | T;
}

export type Field = ChoiceField | NumberField<string>;
export type FieldKey = keyof Experiment;

type FieldOf<T> = [T] extends [string] ? ChoiceField<T> : NumberField<Extract<T, string>>;
type Fields = { readonly [K in FieldKey]: FieldOf<Experiment[K]> };

export const FIELDS: Fields = {
  norm: {
    kind: 'choice',
    label: 'Normalization',
    help: `Which values share a mean and a variance. Over the minibatch average ${minibatchNorms()}; the others stay within one image.`,
    reference: { words: 'Ioffe & Szegedy 2015', url: 'https://arxiv.org/abs/1502.03167' },
    values: NORMS,
    names: Object.fromEntries(NORMS.map((norm) => [norm, normWords(norm).full])) as Record<Norm, string>,
    default: 'group',
  },
  groups: {
    kind: 'number',
    label: 'Groups',
    help: 'The channels are split into this many groups. A layer uses the largest divisor of its channels that is not above it.',
    reference: { words: 'Wu & He 2018', url: 'https://arxiv.org/abs/1803.08494' },
    min: 1,
    max: 512,
    integer: true,
    default: 32,
  },
  weights: {
    kind: 'choice',
    label: 'Weights',
    help: 'Weight Standardization (WS) gives each convolution filter zero mean and unit deviation before it is used. Scaled WS (Brock et al. 2021) also fits it to its size, with a trained gain: it is made for networks without any norm.',
    reference: { words: 'Qiao et al. 2019', url: 'https://arxiv.org/abs/1903.10520' },
    values: WEIGHTS,
    names: Object.fromEntries(WEIGHTS.map((key) => [key, WEIGHTS_WORDS[key].name])) as Record<
      Weights,
      string
    >,
    default: 'standardized',
  },
  position: {
    kind: 'choice',
    label: 'Norm position',
    help: 'The original study normalizes after the activation; most published networks normalize before it.',
    reference: { words: 'Ioffe & Szegedy 2015, section 3.2', url: 'https://arxiv.org/abs/1502.03167' },
    values: POSITIONS,
    names: { 'after-activation': 'After the activation', 'before-activation': 'Before the activation' },
    default: 'after-activation',
  },
  stats: {
    kind: 'choice',
    label: 'BN statistics',
    help: 'The mean and variance that a norm over minibatches normalizes with while it trains. Moving ones stay frozen as they are, which is how networks are fine-tuned with small batches; a new network has learned none yet. Estimated ones are moving ones that follow the minibatch first (Qiao et al. 2019), made for very small batches.',
    reference: { words: 'Ioffe 2017', url: 'https://arxiv.org/abs/1702.03275' },
    values: STATISTICS,
    names: {
      minibatch: 'Of the minibatch',
      moving: 'Moving (frozen)',
      estimated: 'Estimated (micro-batch)',
    },
    default: 'minibatch',
  },
  momentum: {
    kind: 'number',
    label: 'BN momentum',
    help: "The share of its moving statistics, used in tests, that a norm over minibatches keeps at each update. Keras's convention: PyTorch counts what is new, so its momentum is 1 − this (its default 0.1 is 0.9 here).",
    reference: { words: 'Ioffe & Szegedy 2015', url: 'https://arxiv.org/abs/1502.03167' },
    min: 0,
    max: 0.9999,
    integer: false,
    default: 0.99,
  },
  eps: {
    kind: 'number',
    label: 'Epsilon',
    help: "Added to the variance before its root divides the values, so that equal values stay finite. Each norm has one of its own: batch norm Keras's 0.001, most others PyTorch's 1e-5. Empty the field to go back to it.",
    reference: { words: 'Ioffe & Szegedy 2015', url: 'https://arxiv.org/abs/1502.03167' },
    min: 1e-12,
    max: 1,
    integer: false,
    words: { [OWN]: "the norm's own" },
    default: OWN,
  },
  batch: {
    kind: 'number',
    label: 'Batch size',
    help: 'Images in one update. The smaller it is, the noisier the statistics of norms over minibatches.',
    reference: { words: 'Masters & Luschi 2018', url: 'https://arxiv.org/abs/1804.07612' },
    min: 1,
    max: 1024,
    integer: true,
    default: 2,
  },
  optimizer: {
    kind: 'choice',
    label: 'Optimizer',
    help: 'How a gradient becomes an update. Adam is what the original study used.',
    reference: { words: 'Kingma & Ba 2015', url: 'https://arxiv.org/abs/1412.6980' },
    values: OPTIMIZERS,
    names: { adam: 'Adam', sgd: 'SGD', momentum: 'SGD with momentum 0.9', rmsprop: 'RMSprop' },
    default: 'adam',
  },
  lr: {
    kind: 'number',
    label: 'Learning rate',
    help: 'The size of an update. 0.001 suits Adam and RMSprop; plain SGD wants 0.01 to 0.1.',
    reference: { words: 'Bengio 2012', url: 'https://arxiv.org/abs/1206.5533' },
    min: 1e-6,
    max: 10,
    integer: false,
    default: 0.001,
  },
  schedule: {
    kind: 'choice',
    label: 'Schedule',
    help: 'How the learning rate goes on. Cosine: along half a cosine wave down to 0 at the end. Steps: a tenth from half of the training on, a hundredth from three quarters on, counted in training images.',
    reference: { words: 'Loshchilov & Hutter 2017', url: 'https://arxiv.org/abs/1608.03983' },
    values: SCHEDULES,
    names: { constant: 'Constant', cosine: 'Cosine', steps: 'Steps' },
    default: 'constant',
  },
  warmup: {
    kind: 'number',
    label: 'Warm-up',
    help: 'Epochs in which the learning rate first grows evenly from 0; cosine begins after them. Half an epoch is 0.5.',
    reference: { words: 'Goyal et al. 2017, section 2.2', url: 'https://arxiv.org/abs/1706.02677' },
    min: 0,
    max: 200,
    integer: false,
    default: 0,
  },
  decay: {
    kind: 'number',
    label: 'Weight decay',
    help: 'Decoupled (AdamW): at each update kernels shrink by learning rate × this, beside what the optimizer does. Biases and the parameters of norms do not.',
    reference: { words: 'Loshchilov & Hutter 2019', url: 'https://arxiv.org/abs/1711.05101' },
    min: 0,
    max: 1,
    integer: false,
    default: 0,
  },
  epochs: {
    kind: 'number',
    label: 'Epochs',
    help: 'Passes over the training images, reshuffled for each.',
    reference: { words: 'Bengio 2012', url: 'https://arxiv.org/abs/1206.5533' },
    min: 1,
    max: 200,
    integer: true,
    default: 3,
  },
  images: {
    kind: 'number',
    label: 'Training images',
    help: "A class-balanced subset of the data set's, drawn from the seed.",
    reference: { words: 'Xiao et al. 2017', url: 'https://arxiv.org/abs/1708.07747' },
    min: 100,
    max: LIMITS.images,
    integer: true,
    default: 6000,
  },
  dropout: {
    kind: 'choice',
    label: 'Dropout',
    help: "The network's dropout layers, with masks drawn from the seed.",
    reference: { words: 'Srivastava et al. 2014', url: 'https://jmlr.org/papers/v15/srivastava14a.html' },
    values: SWITCH,
    names: { on: 'On', off: 'Off' },
    default: 'on',
  },
  network: {
    kind: 'choice',
    label: 'Network',
    help: 'The reference CNN is the one of the original study, the small one suits slow machines, and residual networks have a norm on every branch. Or any layers, as a text.',
    reference: { words: 'He et al. 2016', url: 'https://arxiv.org/abs/1512.03385' },
    values: NETWORKS,
    names: NETWORK_NAMES,
    written: (text, data) => {
      const read = readNetwork(text, dataSpec(data));
      return 'network' in read ? { value: read.network } : read;
    },
    default: 'reference-cnn',
  },
  activation: {
    kind: 'choice',
    label: 'Activation',
    help: 'ReLU cuts off at 0. GELU (its exact form) and SiLU bend smoothly instead, and let a little of small negative values through. A norm that brings an activation of its own keeps that.',
    reference: { words: 'Hendrycks & Gimpel 2016', url: 'https://arxiv.org/abs/1606.08415' },
    values: ACTIVATIONS,
    names: { relu: 'ReLU', gelu: 'GELU', silu: 'SiLU' },
    default: 'relu',
  },
  init: {
    kind: 'choice',
    label: 'Initial values',
    help: 'What kernels start from, drawn from the seed: even numbers (Glorot), normal ones with the variance 2 / inputs of a filter (He), or filters at right angles to each other. Biases start at 0.',
    reference: { words: 'He et al. 2015', url: 'https://arxiv.org/abs/1502.01852' },
    values: INITIALIZERS,
    names: { 'glorot-uniform': 'Glorot uniform', 'he-normal': 'He normal', orthogonal: 'Orthogonal' },
    default: 'glorot-uniform',
  },
  zeroGamma: {
    kind: 'choice',
    label: 'Zero gamma',
    help: 'The last norm of each residual branch starts with gamma 0, so that at first every block passes on what it reads.',
    reference: { words: 'Goyal et al. 2017, section 5.1', url: 'https://arxiv.org/abs/1706.02677' },
    values: SWITCH,
    names: { on: 'On', off: 'Off' },
    default: 'off',
  },
  seed: {
    kind: 'number',
    label: 'Seed',
    help: 'Every random number comes from it, by a counter-based generator: initial weights, image order, dropout masks, the subset.',
    reference: { words: 'Salmon et al. 2011', url: 'https://doi.org/10.1145/2063384.2063405' },
    min: 0,
    max: MAX_SEED,
    integer: true,
    default: 1,
  },
  repeats: {
    kind: 'number',
    label: 'Repeats',
    help: 'Runs of the same experiment under seed, seed + 1, …. One seed proves nothing.',
    reference: { words: 'Bouthillier et al. 2021', url: 'https://arxiv.org/abs/2103.03098' },
    min: 1,
    max: 20,
    integer: true,
    default: 1,
  },
  data: {
    kind: 'choice',
    label: 'Data',
    help: 'Fashion-MNIST, or garment-like silhouettes drawn from the seed, which need no download.',
    reference: { words: 'Xiao et al. 2017', url: 'https://arxiv.org/abs/1708.07747' },
    // Those that are known at the moment: a visitor may bring more.
    get values() {
      return dataSpecs().map(({ id }) => id);
    },
    get names() {
      return Object.fromEntries(dataSpecs().map(({ id, name }) => [id, name]));
    },
    open: DATA_ID,
    default: DEFAULT_DATA.id,
  },
  engine: {
    kind: 'choice',
    label: 'Runs on',
    help: 'Auto times a few steps on each engine that works here and takes the fastest. CPU and WebGPU (compiled) are our own, in WebAssembly and in WGSL; the others are TensorFlow.js on the GPU.',
    reference: { words: 'Smilkov et al. 2019', url: 'https://arxiv.org/abs/1901.05350' },
    values: ENGINES,
    names: {
      ...{ auto: 'Auto', wgsl: 'WebGPU (compiled)', webgpu: 'WebGPU (TensorFlow.js)' },
      ...{ webgl: 'WebGL (TensorFlow.js)', wasm: 'CPU (WASM)' },
    },
    default: 'auto',
  },
};

/** A value as links and command lines have it: in one word. */
export const writeValue = (value: string | number): string => String(value).replaceAll(' ', '_');

/** Field keys in the order in which links and tables show them. */
export const FIELD_KEYS = Object.keys(FIELDS) as readonly FieldKey[];

/**
 * What a method is, statistics of its own included. All else (data, network with the place of its norms, training) is
 * the ground on which methods are compared: the same for all, unless a visitor sets it apart on purpose.
 */
export const METHOD_KEYS: readonly FieldKey[] = ['norm', 'weights', ...NORM_SETTINGS];

export const DEFAULT_EXPERIMENT: Experiment = Object.fromEntries(
  FIELD_KEYS.map((key) => [key, FIELDS[key].default]),
) as { [K in FieldKey]: Experiment[K] };

/** The limits of a number: nobody trains on more images than there are, and a set that is not here may have few. */
export function limitsOf(key: FieldKey, data: string): Pick<NumberField, 'min' | 'max'> {
  const field: Field = FIELDS[key];
  if (field.kind !== 'number') throw new Error(`${key} is no number`);
  const { min, max } = field;
  if (key !== 'images') return { min, max };
  const there = dataSpec(data)?.counts.train;
  return there === undefined ? { min: 1, max } : { min: Math.min(min, there), max: there };
}
