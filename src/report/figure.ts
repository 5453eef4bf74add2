/**
 * A chart as an SVG file: lines with bands, axes and a legend below, on a ground of its own. Drawn by Vega without a page,
 * so it works in Node too; expressions are interpreted, so it works under the page's Content Security Policy.
 */
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Figure, FigureSeries } from '../curves/figure.ts';
import { type Mark, seriesColour } from '../curves/palette.ts';
import { FONT, INK, type Scheme } from './ink.ts';
import { type LegendEntry, withLegend } from './legend.ts';
import { escapeText } from './markup.ts';

export interface FigureLook {
  /** Pixels, of the picture without its legend. */
  readonly width: number;
  readonly height: number;
  readonly scheme: Scheme;
}

/** A type, not an interface: Vega-Lite takes only what has an index signature. */
type Row = {
  readonly series: string;
  readonly split: string;
  readonly x: number;
  readonly y: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

export async function renderFigure(data: Figure, look: FigureLook): Promise<string> {
  const both = new Set(data.series.map(({ split }) => split)).size > 1;
  return withLegend(await svgOf(specOf(data, look), data.title), legendOf(data, look.scheme), {
    ...look,
    ...(both && { note: 'Lines: training. Dotted, with marks: validation.' }),
  });
}

/** One entry a line, with the mark of its validation. */
function legendOf({ series }: Figure, scheme: Scheme): LegendEntry[] {
  const keys = [...new Set(series.map(({ line }) => line))];
  const lines = keys.map((key) => series.filter(({ line }) => line === key));
  const names = distinct(lines.map(([first]) => first?.name ?? ''));
  return lines.flatMap((ofLine, i) => {
    const marked = ofLine.find(({ marks }) => marks);
    const first = ofLine.find(({ marks }) => !marks) ?? marked;
    if (!first) return [];
    const { palette, dash } = first;
    return [{ name: names[i] ?? '', colour: seriesColour(palette, scheme), dash, mark: marked?.mark }];
  });
}

/** @param title what a screen reader says */
export async function svgOf(specification: TopLevelSpec, title: string): Promise<string> {
  const { spec } = compile(specification);
  const view = new View(parse(spec, undefined, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
  });
  try {
    const svg = await view.toSVG();
    const label = `<title>${escapeText(title)}</title>`;
    return svg.replace(/^<svg[^>]*>/, (tag) => `${tag.replace('<svg', '<svg role="img"')}${label}`);
  } finally {
    view.finalize();
  }
}

function specOf(data: Figure, { width, height, scheme }: FigureLook): TopLevelSpec {
  const ink = INK[scheme];
  const names = distinct(data.series.map(({ name, split }) => `${name}, ${split}`));
  const rows = data.series.flatMap((series, i) => rowsOf(series, names[i] ?? '', data.log));
  const colours = data.series.map(({ palette }) => seriesColour(palette, scheme));
  const colour = {
    field: 'series',
    type: 'nominal',
    scale: { domain: names, range: colours },
    legend: null,
  } as const;
  const dash = {
    field: 'series',
    type: 'nominal',
    scale: { domain: names, range: data.series.map((series) => [...series.dash]) },
    legend: null,
  } as const;
  const scale = { domain: yDomainOf(data, rows), nice: false, clamp: true } as const;
  const y = {
    type: 'quantitative',
    title: data.yLabel,
    scale: data.log ? ({ ...scale, type: 'log' } as const) : ({ ...scale, zero: false } as const),
    axis: { format: data.log ? '~g' : '~f', tickCount: 5 },
  } as const;
  // A layer each, with colours of their own: on the lines' scale, bands would make its legend faint, marks a shapeless one.
  const only = (series: string, valid: string) => [
    { filter: { and: [{ field: 'series', equal: series }, valid] } },
  ];
  const bandLayer = (series: string, color: string) => ({
    transform: only(series, 'isValid(datum.lower) && isValid(datum.upper)'),
    mark: { type: 'area' as const, opacity: 0.18, color },
    encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
  });
  const markLayer = (series: string, color: string, shape: Mark) => ({
    transform: only(series, 'isValid(datum.y)'),
    mark: { type: 'point' as const, filled: true, size: 40, opacity: 1, color, shape },
    encoding: { y: { ...y, field: 'y' } },
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v4.json',
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: { left: 12, top: 12, right: 18, bottom: 12 },
    background: ink.ground,
    title: { text: data.title, anchor: 'start' },
    config: themeOf(scheme),
    data: { values: rows },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: data.xLabel,
        // Beside a logarithmic y, Vega-Lite would stack bands along x.
        stack: null,
        scale: { domain: [...data.xDomain], nice: false, clamp: true, zero: false },
        axis: {
          labelExpr: "datum.value === 0 ? '0' : datum.label",
          format: '~s',
          tickCount: 6,
          tickMinStep: 1,
          grid: false,
          labelFlush: false,
        },
      },
    },
    layer: [
      ...data.series.flatMap(({ lower, upper }, i) =>
        lower && upper ? [bandLayer(names[i] ?? '', colours[i] ?? ink.text)] : [],
      ),
      // Validation is thin, as it is on the page.
      ...(['train', 'validation'] as const).map((split) => ({
        transform: [{ filter: { field: 'split', equal: split } }],
        mark: {
          type: 'line' as const,
          strokeWidth: split === 'train' ? 2.2 : 1.3,
          strokeJoin: 'round' as const,
        },
        encoding: { y: { ...y, field: 'y' }, color: colour, strokeDash: dash },
      })),
      ...data.series.flatMap(({ marks, mark }, i) =>
        marks ? [markLayer(names[i] ?? '', colours[i] ?? ink.text, mark)] : [],
      ),
    ],
  };
}

function rowsOf(series: FigureSeries, name: string, log: boolean): Row[] {
  const drawable = (value: number | null | undefined): number | null =>
    value === null || value === undefined || !Number.isFinite(value) || (log && value <= 0) ? null : value;
  return series.x.map((x, i) => ({
    series: name,
    split: series.split,
    x,
    y: drawable(series.y[i]),
    lower: drawable(series.lower?.[i]),
    upper: drawable(series.upper?.[i]),
  }));
}

/** A logarithmic axis cannot begin at 0: it then begins below the smallest value. */
function yDomainOf({ yDomain: [low, high], log }: Figure, rows: readonly Row[]): [number, number] {
  if (!log || low > 0) return [low, high];
  const values = rows.flatMap(({ y, lower }) => [y, lower]).filter((value) => value !== null);
  const smallest = Math.min(...values, high > 0 ? high : 1);
  return [smallest / 1.2, high > smallest ? high : 10 * smallest];
}

/** Two runs of one name are two lines all the same. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

export function themeOf(scheme: Scheme) {
  const { text, muted, line } = INK[scheme];
  return {
    view: { stroke: null },
    title: { font: FONT, fontSize: 14, fontWeight: 600, color: text, offset: 10 },
    axis: {
      labelFont: FONT,
      titleFont: FONT,
      labelFontSize: 11,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
      labelColor: muted,
      titleColor: muted,
      gridColor: line,
      domainColor: line,
      ticks: false,
      labelPadding: 6,
    },
  } as const;
}
