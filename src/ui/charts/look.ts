/**
 * How a chart's series look, passed to vegaEmbed.ts on the chart's container: tfjs-vis has no options for dashes,
 * marks, x values or themes. It travels on the element, not in a module's variable, because bundlers may load
 * vegaEmbed.ts twice (the dev server bundles it into tfjs-vis).
 */
import type { Mark, Scheme } from './palette.ts';

export interface SeriesLook {
  readonly key: string;
  /** What the tooltip calls it. */
  readonly title: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** The shape of the points that the line joins; a plain line has none. */
  readonly mark: Mark | undefined;
}

export interface ChartLook {
  readonly scheme: Scheme;
  /** Images seen at each index that tfjs-vis plots. */
  readonly grid: readonly number[];
  readonly series: readonly SeriesLook[];
}

export const CHART_LOOK: unique symbol = Symbol.for('norm-playground.chart-look');

export interface ChartContainer extends HTMLElement {
  [CHART_LOOK]?: ChartLook;
}
