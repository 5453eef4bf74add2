/** What can be asked of a network in training or after it, and what comes back. All of it survives structured cloning. */
import type { Split } from '../engine/engine.ts';
import type { ImageShape } from '../spec/dataSpec.ts';
import type { Weights } from '../spec/experiment.ts';

/** One image of the data set. */
export interface ImageRef {
  readonly split: Split;
  readonly row: number;
}

/** An image to show: [height · width · channels] bytes, rows from the top. */
export interface Picture extends ImageRef {
  readonly label: number;
  readonly shape: ImageShape;
  readonly pixels: Uint8Array;
}

export type Question =
  /** All layers on the minibatch that the run trains on next. */
  | { readonly kind: 'snapshot' }
  /** The first `images` validation images, scored with the statistics of minibatches and with the moving ones. */
  | { readonly kind: 'faces'; readonly images: number }
  /**
   * The moving statistics anew, from `images` training images in batches of `batch`, and what they do to the accuracy on
   * the first `scored` validation images.
   */
  | {
      readonly kind: 'recalibration';
      readonly images: number;
      readonly batch: number;
      readonly scored: number;
    }
  /** One image in `draws` minibatches of the run's size, its companions drawn from the validation images. */
  | { readonly kind: 'batch-mates'; readonly image: ImageRef; readonly draws: number }
  /** How the mean and variance of what a norm reads spread over `batches` minibatches of each size. */
  | {
      readonly kind: 'noise';
      /** Name of the norm's layer, or of the dense or convolution layer where there is no norm. */
      readonly layer: string;
      readonly sizes: readonly number[];
      readonly batches: number;
    }
  /** The loss on `images` training images, from `-reach` to `reach` next updates away, at `points` points. */
  | {
      readonly kind: 'landscape';
      readonly images: number;
      readonly reach: number;
      readonly points: number;
    }
  /** What a layer makes of an image, in inference mode. */
  | { readonly kind: 'feature-maps'; readonly image: ImageRef; readonly layer: string }
  /** The kernels of the first convolution. */
  | { readonly kind: 'filters' }
  /** The first `images` test images: confusion, precision, recall, mistakes. */
  | { readonly kind: 'predictions'; readonly images: number }
  /** The images themselves. */
  | { readonly kind: 'pictures'; readonly split: Split; readonly rows: readonly number[] }
  /** A visitor's picture, as many bytes as an image of the data set has. */
  | { readonly kind: 'classification'; readonly pixels: Uint8Array };

export type QuestionKind = Question['kind'];

/** Counts of values in equal bins from `low` to `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
}

/** One value per channel (or unit, or filter). */
export interface Moments {
  readonly mean: Float32Array;
  /** The population's, divided by n. */
  readonly variance: Float32Array;
}

/** Euclidean norms of one parameter, of its gradient, and of the update that the optimizer would make of it. */
export interface ParameterNorms {
  readonly name: string;
  readonly weight: number;
  readonly gradient: number;
  readonly update: number;
}

export interface LayerSnapshot {
  /** The convolution or dense layer. */
  readonly layer: string;
  /** The norm that belongs to it. */
  readonly norm: string | undefined;
  /** What the norm reads; without a norm, the layer's activations. */
  readonly before: Histogram;
  /** What the norm writes. */
  readonly after: Histogram | undefined;
  /** Of what the norm reads, per channel, over the minibatch. */
  readonly batch: Moments;
  /** The moving statistics of a norm that keeps a mean and a variance. */
  readonly moving: Moments | undefined;
  /** What the norm trains, as its description names it: a value a channel, or one. */
  readonly arrays: readonly { readonly name: string; readonly values: Float32Array }[];
  /** Of the layer's parameters and its norm's. */
  readonly norms: readonly ParameterNorms[];
  /** Mean and variance of each filter, before and after Weight Standardization. */
  readonly standardization:
    | { readonly weights: Weights; readonly before: Moments; readonly after: Moments }
    | undefined;
}

export interface Snapshot {
  readonly kind: 'snapshot';
  /** Images in the minibatch. */
  readonly batch: number;
  /** Its mean cross-entropy, with dropout as in training. */
  readonly loss: number;
  readonly layers: readonly LayerSnapshot[];
}

/** Mean cross-entropy in nats and fraction classified correctly. */
export interface Scored {
  readonly loss: number;
  readonly acc: number;
}

export interface Faces {
  readonly kind: 'faces';
  readonly images: number;
  /** Size of the minibatches whose statistics were used. */
  readonly batch: number;
  readonly minibatch: Scored;
  readonly moving: Scored;
  /** Per norm with moving statistics: the statistics of the next minibatch, and the moving ones. */
  readonly layers: readonly { readonly layer: string; readonly batch: Moments; readonly moving: Moments }[];
}

export interface Recalibration {
  readonly kind: 'recalibration';
  readonly images: number;
  readonly batch: number;
  readonly before: Scored;
  readonly after: Scored;
  readonly layers: readonly {
    readonly layer: string;
    readonly before: Moments;
    readonly after: Moments;
  }[];
}

export interface BatchMates {
  readonly kind: 'batch-mates';
  readonly image: Picture;
  /** Size of the minibatches. */
  readonly batch: number;
  /** The image's logits with the moving statistics. */
  readonly moving: Float32Array;
  readonly draws: readonly {
    /** At most fifteen of them. */
    readonly companions: readonly Picture[];
    /** The image's logits with the statistics of this minibatch. */
    readonly logits: Float32Array;
  }[];
}

export interface Noise {
  readonly kind: 'noise';
  readonly layer: string;
  /** Minibatches of each size. */
  readonly batches: number;
  /**
   * Root mean square over channels, in units of the channel's own deviation (of its variance, for the variance). The
   * prediction is the spread over single images, divided by √size.
   */
  readonly sizes: readonly {
    readonly batch: number;
    readonly mean: number;
    readonly variance: number;
    readonly predictedMean: number;
    readonly predictedVariance: number;
  }[];
}

export interface Landscape {
  readonly kind: 'landscape';
  /** Images that the loss is averaged over, in minibatches of the run's size. */
  readonly images: number;
  readonly batch: number;
  /** Euclidean norm of one update, over all trained parameters. */
  readonly updateNorm: number;
  readonly weightNorm: number;
  readonly points: readonly {
    /** Distance in updates: 0 is where the run stands, 1 where its next update leads. */
    readonly at: number;
    readonly loss: number;
    /** Change of the loss per update, from the gradient there. */
    readonly slope: number;
  }[];
}

export interface FeatureMaps {
  readonly kind: 'feature-maps';
  readonly image: Picture;
  readonly layer: string;
  /** The layer's output: [height, width, channels] or [units]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Filters {
  readonly kind: 'filters';
  readonly layer: string;
  /** [height, width, input channels, filters] */
  readonly shape: readonly number[];
  readonly kernel: Float32Array;
  readonly weights: Weights;
  /** The kernel as it is used, where that is not as it is trained. */
  readonly used: Float32Array | undefined;
}

/** One image that the network was asked about. */
export interface Guess {
  readonly row: number;
  readonly label: number;
  readonly predicted: number;
  /** Of the predicted class. */
  readonly probability: number;
}

export interface Predictions {
  readonly kind: 'predictions';
  readonly images: number;
  readonly score: Scored;
  /** Row: the true class. Column: the predicted one. */
  readonly confusion: readonly (readonly number[])[];
  /** Of every image, in the order of the rows: what it is, what it was taken for, how surely. */
  readonly guesses: {
    readonly labels: Uint8Array;
    readonly predicted: Uint8Array;
    readonly probabilities: Float32Array;
  };
  /** The most certain guesses of each cell, at most 30, as `confusion` lies. */
  readonly cells: readonly (readonly (readonly Guess[])[])[];
  /** The most certain mistakes first. */
  readonly mistakes: readonly (Guess & { readonly picture: Picture })[];
  /** NaN where nothing was predicted to be of the class. */
  readonly classes: readonly {
    readonly precision: number;
    readonly recall: number;
    readonly images: number;
  }[];
}

export interface Pictures {
  readonly kind: 'pictures';
  readonly pictures: readonly Picture[];
}

export interface Classification {
  readonly kind: 'classification';
  readonly logits: Float32Array;
  readonly probabilities: Float32Array;
}

export type Answer =
  | Snapshot
  | Faces
  | Recalibration
  | BatchMates
  | Noise
  | Landscape
  | FeatureMaps
  | Filters
  | Predictions
  | Pictures
  | Classification;

export type AnswerTo<K extends QuestionKind> = Extract<Answer, { readonly kind: K }>;
