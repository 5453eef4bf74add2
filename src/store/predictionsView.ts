/** What the tab Predictions shows, for as long as the page lives. */
import type { ImageShape } from '../spec/dataSpec.ts';
import type { RunId } from '../worker/protocol.ts';

/** A cell of the confusion matrix: a true class and the class that it was taken for. */
export interface ConfusionCell {
  readonly label: number;
  readonly predicted: number;
}

/** Pixels of the picture that a file or a data set filled; the rest is margin. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A visitor's picture, which the runs are asked about. */
export interface Sketch {
  /** [height · width · channels] bytes as the networks see it. Never written to: a stroke makes a new array. */
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  readonly box: Box;
  /** Whether dark and light have changed places in the box. */
  readonly inverted: boolean;
}

/** Left and right; undefined leaves the choice to the page, null is nobody. */
export type ChosenRuns = readonly [RunId | undefined, RunId | null | undefined];

export interface PredictionsView {
  readonly runs: ChosenRuns;
  /** Test images to score, from the first on. */
  readonly images: number;
  /** Whose images are shown; undefined leaves the choice to the page. */
  readonly cell: ConfusionCell | undefined;
  readonly sketch: Sketch | undefined;
}

/** Scored unless the visitor wants all. */
export const SOME_IMAGES = 2000;

export const INITIAL_PREDICTIONS: PredictionsView = {
  runs: [undefined, undefined],
  images: SOME_IMAGES,
  cell: undefined,
  sketch: undefined,
};
