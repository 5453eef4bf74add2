/** A chart as plain data, for whoever draws it outside the page: figures, reports. */

import { METRIC_NAMES, type Metric } from './curveRun.ts';
import type { Curves, Series } from './curves.ts';
import type { Domain } from './domain.ts';
import { type Mark, seriesColour, seriesDash, seriesMark, VALIDATION_DASH } from './palette.ts';
import type { View } from './view.ts';
import { X_AXIS } from './xAxis.ts';

export interface FigureSeries {
  /** Equal for the two splits of one line. */
  readonly line: string;
  /** The line's: 'BN · 3 seeds' */
  readonly name: string;
  readonly split: 'train' | 'validation';
  /** Index into the palette, for a scheme other than light. */
  readonly palette: number;
  /** In the light scheme. */
  readonly colour: string;
  readonly dash: readonly number[];
  readonly mark: Mark;
  /** Whether its points are marked, as those of validation are. */
  readonly marks: boolean;
  readonly x: readonly number[];
  /** null where the line breaks. */
  readonly y: readonly (number | null)[];
  readonly lower?: readonly (number | null)[];
  readonly upper?: readonly (number | null)[];
}

export interface Figure {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  readonly log: boolean;
  readonly series: readonly FigureSeries[];
}

/** Accuracy is read in percent. */
const SCALE = { acc: 100, loss: 1 } as const;
const Y_LABEL = { acc: 'accuracy, %', loss: 'cross-entropy, nats' } as const;

export const figureOf = (curves: Curves, metric: Metric, view: View): Figure => ({
  title: METRIC_NAMES[metric],
  xLabel: X_AXIS[view.x].title,
  yLabel: Y_LABEL[metric],
  xDomain: curves.xDomain,
  yDomain: scaled(curves.yDomain, SCALE[metric]),
  log: curves.log,
  series: curves.series.map((series) => figureSeries(series, curves, SCALE[metric])),
});

function figureSeries(series: Series, { grid, log, yDomain }: Curves, scale: number): FigureSeries {
  const { line, name, split, colour, values, band } = series;
  const marks = split === 'validation';
  const drawn = grid.flatMap((_, i) => (values[i] === null || values[i] === undefined ? [] : i));
  const pick = (from: readonly (number | null)[]) => drawn.map((i) => finite(from[i] ?? null, scale));
  // A band that reaches down to zero leaves a logarithmic axis at its bottom.
  const lowest = log ? scale * yDomain[0] : Number.NEGATIVE_INFINITY;
  return {
    line,
    name,
    split,
    palette: colour,
    colour: seriesColour(colour, 'light'),
    dash: marks ? VALIDATION_DASH : seriesDash(colour),
    mark: seriesMark(colour),
    marks,
    x: drawn.map((i) => grid[i] ?? 0),
    y: pick(values),
    ...(band && {
      lower: pick(band.lower).map((value) => (value === null ? null : Math.max(value, lowest))),
      upper: pick(band.upper),
    }),
  };
}

const finite = (value: number | null, scale: number): number | null =>
  value !== null && Number.isFinite(value) ? scale * value : null;

const scaled = ([low, high]: Domain, scale: number): Domain => [scale * low, scale * high];
