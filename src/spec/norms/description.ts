/**
 * What a normalization is. One value says it for every room: form, link, terminal, networks, engines, lessons and exports
 * read it there, and ask for the property that they mean, never for a norm's name.
 */

/** An array that a norm has on a layer. */
export interface NormArray {
  readonly name: string;
  /** One value each. */
  readonly each: 'channel' | 'layer';
  /** What all its values start at. */
  readonly initial: number;
}

/** An array that is trained. */
export interface TrainedArray extends NormArray {
  /** In words, where its name is none: 'channel gamma'. */
  readonly label?: string;
  /** What its values do, behind its label: 'is added then'. */
  readonly does: string;
}

/** Of the values of a channel, or of the whole layer, in a minibatch; the variance is the unbiased one. */
export type BatchStatistic = 'mean' | 'variance' | 'mean-square';

/** An array that training moves without a gradient. */
export interface MovingArray extends NormArray {
  /** What it averages over minibatches, of what the norm reads; left out where it is no such average: see canRecalibrate. */
  readonly averages?: BatchStatistic;
}

/** Which values of [N, H, W, C] share statistics. */
export interface SharedStatistics {
  /** Those of each image by itself, or of all in the minibatch together. */
  readonly images: 'each' | 'all';
  /** Each by itself; all pixels of an image where it is left out. */
  readonly pixels?: 'each';
  /** Each by itself, groups of adjacent ones, all; `bands`: contiguous runs of an image's memory, whole rows at best. */
  readonly channels: 'each' | 'groups' | 'bands' | 'all';
  /** Of a dense layer's units, where they share in another way than channels do. */
  readonly units?: 'all';
  /** Whether a mean is taken off; without, values are divided by their root mean square. */
  readonly mean: boolean;
}

/**
 * What norms with moving statistics normalize with while they train: those of the minibatch, the moving ones as they are,
 * or the moving ones after they have followed the minibatch.
 */
export const STATISTICS = ['minibatch', 'moving', 'estimated'] as const;
export type BatchStatistics = (typeof STATISTICS)[number];

/**
 * How far a norm lets its moving statistics correct those of the minibatch (batch renorm): the ratio of the deviations
 * within 1/rMax … rMax, the offset of the means within ±dMax deviations. Both limits begin at 1 and 0 and rise, linearly,
 * over so many updates.
 */
export interface Limits {
  readonly rMax: number;
  readonly dMax: number;
  readonly updates: number;
}

/** The settings of an experiment that matter only to the norms that list them. */
export const NORM_SETTINGS = ['groups', 'stats', 'momentum', 'eps'] as const;
export type NormSetting = (typeof NORM_SETTINGS)[number];

export const isNormSetting = (key: string): key is NormSetting =>
  NORM_SETTINGS.some((setting) => setting === key);

export interface NormWords {
  /** 'Batch Normalization (BN)' */
  readonly full: string;
  /** Of a method: 'BN' */
  readonly short: string;
  /** Said after the name of a method: 'GN(32) as the study coded it'. */
  readonly qualifier?: string;
  /** Of a layer: 'Batch norm' */
  readonly plain: string;
  /** The same of a dense layer, where that is called something else. */
  readonly plainOnUnits?: string;
  /** In the terminal's lists of methods, where '+ws' may follow: 'bn' */
  readonly option: string;
  /** What it does, in a sentence. */
  readonly explanation: string;
}

export interface Paper {
  readonly authors: string;
  readonly title: string;
  readonly arxiv: string;
}

/** What a norm is told of the layer that it is on. */
export interface NormOnLayer {
  readonly epsilon: number;
  /** Of a norm with groups: a divisor of the channels. */
  readonly groups?: number;
  /** Of a norm with moving statistics: what they keep of themselves at an update. */
  readonly momentum?: number;
  /** Whether it normalizes in training, too, with the moving statistics, which stay as they are. */
  readonly frozen?: boolean;
  /**
   * Whether it normalizes in training, too, with the moving statistics, after they have followed the minibatch; no
   * gradient goes through them.
   */
  readonly estimated?: boolean;
  readonly limits?: Limits;
}

/** A layer of a norm as exporters meet it. */
export interface ExportedNorm {
  readonly norm: NormOnLayer;
  readonly channels: number;
  /** Whether it normalizes units, without pixels. */
  readonly dense: boolean;
}

/** In a Python script. */
export interface PythonLayer {
  readonly call: string;
  /** The class that it calls, where the library has none; it may extend Affine, which the script then has. */
  readonly definition?: string;
}

/** In a model of TensorFlow.js. */
export interface TfjsLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A layer that TensorFlow.js does not have, as JavaScript in the file that goes along with a model. */
export interface TfjsClass {
  readonly name: string;
  /** 'Normalization', which that file has, or another norm's class. */
  readonly extends: string;
  readonly source: string;
}

export interface NormExports {
  keras(layer: ExportedNorm): PythonLayer;
  pytorch(layer: ExportedNorm): PythonLayer;
  readonly tfjs: { layer(layer: ExportedNorm): TfjsLayer; readonly class?: TfjsClass };
}

/** One of the norms that a norm is made of. */
export interface Stage {
  /** Its name. */
  readonly kind: string;
  /** What its arrays are called in the whole norm, where that is something else. */
  readonly arrays: Readonly<Record<string, string>>;
}

export interface NormDescription {
  /** As links, options and saved runs have it. */
  readonly name: string;
  readonly words: NormWords;
  /** When it was published: lessons show norms in this order. */
  readonly year: number;
  readonly paper?: Paper;
  readonly settings: readonly NormSetting[];
  /** Its own, where an experiment does not say another (`eps`); 0 where it adds none to anything. */
  readonly epsilon: number;
  /** Of a norm that is others one after another; `statistics` are then those of the first. */
  readonly stages?: readonly Stage[];
  /** Left out where no values share any. */
  readonly statistics?: SharedStatistics;
  /** Whether what becomes of an image in training depends on its companions in the minibatch. */
  readonly usesMinibatch: boolean;
  /** Trained, in this order. */
  readonly parameters: readonly TrainedArray[];
  /** What training moves without a gradient, and scoring uses; empty where scoring does as training does. */
  readonly moving: readonly MovingArray[];
  /** Whether it can train on estimated statistics: moving ones that follow first. */
  readonly estimates?: boolean;
  /** Of a norm that corrects the minibatch's statistics by them. */
  readonly limits?: Limits;
  /** Whether it brings an activation of its own, in the ReLU's place. */
  readonly activates: boolean;
  /** The name of the norm that it is on dense layers, where that is another one. */
  readonly onUnits?: string;
  readonly exports: NormExports;
}

/** The choice of having none. */
export interface NoNorm {
  readonly name: 'none';
  readonly words: Omit<NormWords, 'plain' | 'explanation'>;
}

/** Scale and shift, one a channel. */
export const AFFINE = [
  {
    ...{ name: 'gamma', each: 'channel', initial: 1 },
    does: 'multiplies what is normalized, and near 0 switches its channel off',
  },
  { name: 'beta', each: 'channel', initial: 0, does: 'is added then' },
] as const satisfies readonly TrainedArray[];

/** Moving averages of a channel's mean and variance. */
export const MOVING_MOMENTS = [
  { name: 'movingMean', each: 'channel', initial: 0, averages: 'mean' },
  { name: 'movingVariance', each: 'channel', initial: 1, averages: 'variance' },
] as const satisfies readonly MovingArray[];

/** Whether what it moves are those, a mean and a variance a channel. */
export const keepsMoments = ({ moving }: Pick<NormDescription, 'moving'>): boolean =>
  MOVING_MOMENTS.every(({ name }) => moving.some((array) => array.name === name));
