/**
 * How a chart's series look, passed to vegaEmbed.ts on the chart's container, and what came of it, passed back there:
 * tfjs-vis has no options for dashes, marks, bands, x values or themes, and does not hand out its view. Both travel on
 * the element, not in a module's variable, because bundlers may load vegaEmbed.ts twice (the dev server bundles it
 * into tfjs-vis).
 */
import type { Domain } from '../../curves/domain.ts';
import type { Mark, Scheme } from '../../curves/palette.ts';
import type { Band } from '../../curves/values.ts';

export interface SeriesLook {
  readonly key: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** The shape of the points that the line joins; a plain line has none. */
  readonly mark: Mark | undefined;
  readonly band: Band | undefined;
}

export interface ChartLook {
  readonly scheme: Scheme;
  /** Position on x of each index that tfjs-vis plots. */
  readonly grid: readonly number[];
  readonly xDomain: Domain;
  /** Whether x comes in ones. */
  readonly whole: boolean;
  readonly yDomain: Domain;
  readonly log: boolean;
  /** Whether y holds fractions, which are read in percent. */
  readonly percent: boolean;
  /** Whether lines go on beyond the x domain. */
  readonly zoomed: boolean;
  readonly series: readonly SeriesLook[];
}

/** Where the plot area lies in its container, in pixels, and what is where in it. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels from the plot's left edge. */
  pixelsOf(x: number): number;
  xAt(pixels: number): number;
  /** The value at so many pixels below the plot's top edge. */
  levelAt(pixels: number): number;
}

export const CHART_LOOK: unique symbol = Symbol.for('norm-playground.chart-look');
export const CHART_PLOT: unique symbol = Symbol.for('norm-playground.chart-plot');

export interface ChartContainer extends HTMLElement {
  [CHART_LOOK]?: ChartLook;
  [CHART_PLOT]?: Plot;
}

/**
 * How a confusion matrix looks and what a click on a cell does, passed to vegaEmbed.ts on its container as ChartLook is:
 * tfjs-vis has options for neither.
 */
export interface MatrixLook {
  readonly scheme: Scheme;
  /** Font size in pixels. */
  readonly fontSize: number;
  /** Names of the true class and the predicted one of the cell that stands out. */
  readonly chosen: readonly [label: string, prediction: string] | undefined;
  readonly onCell: (label: string, prediction: string) => void;
}

export const MATRIX_LOOK: unique symbol = Symbol.for('norm-playground.matrix-look');

export interface MatrixContainer extends HTMLElement {
  [MATRIX_LOOK]?: MatrixLook;
}
