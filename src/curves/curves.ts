/**
 * From runs to what a chart draws: one common grid, a train and a validation series for each line, a band where a line
 * is the mean of several seeds, and the axes.
 */
import { DEFAULT_DATA } from '../spec/dataSets.ts';
import { chanceLoss } from '../spec/dataSpec.ts';
import { specOf } from '../spec/usedData.ts';
import { ColumnCache } from './columns.ts';
import { type CurveRun, type Metric, seenImages, totalImages } from './curveRun.ts';
import { type Domain, domainOf } from './domain.ts';
import { drawnLine, exactPositions } from './drawnLine.ts';
import { axisEnd, gridPositions } from './grid.ts';
import { type Line, linesOf } from './lines.ts';
import { settledValues, staysAbove } from './settling.ts';
import { type BandedValues, trainValues, validationValues } from './values.ts';
import { DEFAULT_VIEW, type View, type Zoom } from './view.ts';
import { endOf, X_AXIS } from './xAxis.ts';

export interface Series extends BandedValues {
  /** A plain word, since Vega reads dots and brackets in field names. */
  readonly key: string;
  /** Key of its line (lines.ts). */
  readonly line: string;
  readonly name: string;
  readonly split: 'train' | 'validation';
  readonly colour: number;
  readonly batch: number;
}

export interface Curves {
  /** Positions on the x axis, increasing; zoomed in, with the nearest marks on either side of the domain. */
  readonly grid: readonly number[];
  readonly series: readonly Series[];
  readonly xDomain: Domain;
  /** The right end of the x axis that is not zoomed. */
  readonly xEnd: number;
  readonly yDomain: Domain;
  readonly log: boolean;
  readonly zoomed: boolean;
  /** The lines that are above the domain for longer than while they settle. */
  readonly above: readonly Pick<Line, 'name' | 'batch'>[];
}

export interface CurvesOptions {
  readonly view?: View;
  readonly zoom?: Zoom | undefined;
  /** What was computed for earlier redraws of these runs. */
  readonly cache?: ColumnCache;
}

/** @returns undefined while there is nothing to draw */
export function curvesOf(
  runs: readonly CurveRun[],
  metric: Metric,
  { view = DEFAULT_VIEW, zoom, cache = new ColumnCache() }: CurvesOptions = {},
): Curves | undefined {
  cache.keepOnly(runs);
  const visible = runs.filter((run) => run.visible && run.points.length > 0);
  if (visible.length === 0) return undefined;
  const lines = linesOf(visible, view.seeds).map((line) => drawnLine(line, view, cache));
  const end = endOf(
    lines.flatMap((one) => one.runs),
    view.x,
  );
  const xDomain: Domain = zoom ? [zoom.from, zoom.to] : [0, end];
  const [from, to] = xDomain;
  const grid = gridPositions(
    { from, to, whole: X_AXIS[view.x].whole },
    lines.flatMap((one) => exactPositions(one, view, from, to)),
  );
  const log = metric === 'loss' && view.y === 'log';
  const shownImages = axisEnd(Math.max(...visible.map(seenImages)), Math.max(...visible.map(totalImages)));
  const drawn = lines.map((one, i) => {
    const { key: line, name, colour, batch } = one.line;
    const [of, question] = [
      { line, name, colour, batch },
      { metric, view, grid, log },
    ];
    const series: Series[] = [];
    if (view.split !== 'validation') {
      series.push({ key: `t${i}`, split: 'train', ...of, ...trainValues(one, question, shownImages) });
    }
    if (view.split !== 'train' && one.marks.length > 0) {
      series.push({ key: `v${i}`, split: 'validation', ...of, ...validationValues(one, question) });
    }
    return { one, series };
  });
  const series = drawn.flatMap((each) => each.series);
  if (series.length === 0) return undefined;
  const zoomed = zoom !== undefined;
  const axes = { grid, xDomain, zoomed, end, view };
  const yDomain = domainOf(
    { metric, log, zoomed, chance: chanceOf(visible) },
    series.flatMap((one) => settledValues(fitting(one, view), axes)),
  );
  const above = drawn
    .filter((each) => staysAbove(each.one, each.series, axes, yDomain[1]))
    .map(({ one }) => one.line);
  return { grid, series, xDomain, xEnd: end, yDomain, log, zoomed, above };
}

/** Of the runs drawn the highest; of data that nobody describes, that of the page's own. */
const chanceOf = (runs: readonly CurveRun[]): number =>
  Math.max(...runs.map((run) => chanceLoss(specOf(run) ?? DEFAULT_DATA)));

/** The interval of two or three seeds is so wide that an axis which shows all of it shows nothing else. */
const fitting = (series: Series, { seeds }: View): Series =>
  seeds === 'interval' ? { ...series, band: undefined } : series;

/** One chart of several that share their axes. */
export interface Panel {
  /** 'batch 64'; undefined for a chart that has all lines. */
  readonly title: string | undefined;
  readonly curves: Curves;
}

/** The batch sizes that have a panel of their own, increasing; none where all lines share one chart. */
export function panelBatches(runs: readonly CurveRun[], { layout }: View): number[] {
  if (layout === 'overlay') return [];
  const visible = runs.filter((run) => run.visible);
  const batches = [...new Set(visible.map(({ experiment }) => experiment.batch))];
  return batches.length > 1 ? batches.sort((a, b) => a - b) : [];
}

/** The lines of one batch size, on the axes of all; undefined while it has none. */
export function panelOf(curves: Curves, batch: number): Panel | undefined {
  const ofBatch = <T extends { readonly batch: number }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.batch === batch);
  const series = ofBatch(curves.series);
  if (series.length === 0) return undefined;
  return { title: `batch ${batch}`, curves: { ...curves, series, above: ofBatch(curves.above) } };
}
