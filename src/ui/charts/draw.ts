/**
 * Draws curves with tfjs-vis, which is loaded when the first curve wants drawing: the line chart alone, since the
 * whole package brings TensorFlow.js to the page as well (1.51 MB instead of 1.19).
 */
import type { Metric } from '../../curves/curveRun.ts';
import type { Curves, Series } from '../../curves/curves.ts';
import { type Scheme, seriesColour, seriesDash, seriesMark, VALIDATION_DASH } from '../../curves/palette.ts';
import type { XAxis } from '../../curves/view.ts';
import { X_AXIS } from '../../curves/xAxis.ts';
import { CHART_LOOK, type ChartContainer, type SeriesLook } from './look.ts';

type Linechart = typeof import('@tensorflow/tfjs-vis/dist/render/linechart')['linechart'];

let linechart: Promise<Linechart> | undefined;

const loadLinechart = (): Promise<Linechart> => {
  linechart ??= import('@tensorflow/tfjs-vis/dist/render/linechart').then((module) => module.linechart);
  // A failed download is tried again at the next redraw.
  linechart.catch(() => {
    linechart = undefined;
  });
  return linechart;
};

/** A curve of nothing, of the kind that a first comparison draws. */
const NO_CURVES: Curves = {
  grid: [0, 1],
  series: [
    { key: 'a', line: '', name: '', split: 'train', colour: 0, batch: 1, values: [0, 1], band: undefined },
  ],
  xDomain: [0, 1],
  xEnd: 1,
  yDomain: [0, 1],
  log: false,
  zoomed: false,
  above: [],
};

/**
 * Loads tfjs-vis and draws a chart out of sight, for the first one compiles Vega for about a second: in a quiet moment
 * before Train nobody waits for it. What goes wrong is met again, and told, where a visitor looks.
 */
export const warmUp = (scheme: Scheme): Promise<void> =>
  drawCurves(document.createElement('div'), NO_CURVES, {
    scheme,
    size: { width: 400, height: 200 },
    metric: 'acc',
    x: 'images',
  }).catch(() => undefined);

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface DrawOptions {
  readonly scheme: Scheme;
  readonly size: ChartSize;
  readonly metric: Metric;
  readonly x: XAxis;
}

export async function drawCurves(
  container: ChartContainer,
  curves: Curves,
  { scheme, size, metric, x }: DrawOptions,
): Promise<void> {
  const render = await loadLinechart();
  const { grid, xDomain, yDomain, log, zoomed } = curves;
  const axes = { grid, xDomain, whole: X_AXIS[x].whole, yDomain, log, percent: metric === 'acc', zoomed };
  const series = curves.series.map((one) => lookOf(one, scheme));
  container[CHART_LOOK] = { scheme, ...axes, series };
  const values = curves.series.map((one) =>
    // tfjs-vis's types leave out the nulls that it draws as gaps.
    one.values.map((y, i) => ({ x: i, y: y as number })),
  );
  await render(
    container,
    { values, series: curves.series.map(({ key }) => key) },
    { ...size, xLabel: X_AXIS[x].title },
  );
}

const lookOf = ({ key, split, colour, band }: Series, scheme: Scheme): SeriesLook => ({
  key,
  colour: seriesColour(colour, scheme),
  dash: split === 'train' ? seriesDash(colour) : VALIDATION_DASH,
  mark: split === 'train' ? undefined : seriesMark(colour),
  band,
});
