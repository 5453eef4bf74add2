/** A result against a setting as an SVG file, drawn as the charts' figures are. */
import type { TopLevelSpec } from 'vega-lite';
import type { DrawnBaseline, SettingLine, SettingPlot } from '../curves/bySetting.ts';
import type { Domain } from '../curves/domain.ts';
import { MEASURES } from '../curves/measures.ts';
import { seriesColour, seriesDash, seriesMark } from '../curves/palette.ts';
import {
  axisTitle,
  describeMarks,
  describeSettingPlot,
  measureWithin,
  settingPlotTitle,
} from '../curves/settingPlotWords.ts';
import { type FigureLook, svgOf, themeOf } from './figure.ts';
import { INK } from './ink.ts';
import { withLegend } from './legend.ts';

/** As large as `look` says, and the legend; more words make it higher, and leave the plot its size. */
export async function renderSettingFigure(sizes: SettingPlot, look: FigureLook): Promise<string> {
  const title = `${settingPlotTitle(sizes)}. ${describeSettingPlot(sizes)}`;
  const legend = sizes.lines.map(({ name, palette }) => ({
    name,
    colour: seriesColour(palette, look.scheme),
    dash: seriesDash(palette),
    mark: seriesMark(palette),
  }));
  return withLegend(await svgOf(specOf(sizes, look), title), legend, look);
}

/** Of the words under the title, in pixels. */
const SUBTITLE = { character: 5.6, line: 14 } as const;
/** Around the plot, in pixels: axes with their labels, and above it the title. */
const ROOM = { left: 58, top: 44, right: 20, bottom: 52 } as const;

function specOf(sizes: SettingPlot, { width, height, scheme }: FigureLook): TopLevelSpec {
  const { lines, values, words, log, named, baseline, xDomain, yDomain } = sizes;
  const { scale, suffix } = MEASURES[sizes.measure].unit;
  const ink = INK[scheme];
  const names = lines.map(({ name }) => name);
  const subtitle = wrapped(describeMarks(sizes), (width - ROOM.left) / SUBTITLE.character);
  const top = ROOM.top + SUBTITLE.line * subtitle.length;
  const plotHeight = height - ROOM.top - SUBTITLE.line - ROOM.bottom;
  const y = {
    type: 'quantitative',
    title: `${measureWithin(sizes)}${suffix}`,
    scale: { domain: yDomain.map((value) => scale * value), nice: false, zero: false },
    axis: { tickCount: 6, format: '~f' },
  } as const;
  const each = <T>(layers: (line: SettingLine, color: string) => T[]): T[] =>
    lines.flatMap((line) => layers(line, seriesColour(line.palette, scheme)));
  const rows = lines.flatMap(({ name, points }) =>
    points.flatMap(({ x, mean }) => (mean === undefined ? [] : [{ series: name, x, y: scale * mean }])),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v4.json',
    width: width - ROOM.left - ROOM.right,
    height: plotHeight,
    autosize: 'none',
    padding: { ...ROOM, top },
    background: ink.ground,
    title: {
      text: settingPlotTitle(sizes),
      subtitle,
      anchor: 'start',
      frame: 'bounds',
    },
    config: titled(themeOf(scheme), ink.muted),
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: axisTitle(sizes),
        scale:
          log === undefined
            ? { type: 'linear', domain: [...xDomain], nice: false, zero: false }
            : { type: 'log', base: log, domain: [...xDomain], nice: false },
        axis: {
          values: [...values],
          ...(named ? { labelExpr: `${JSON.stringify(words)}[datum.value]` } : { format: '~r' }),
          grid: false,
          labelFlush: false,
        },
      },
    },
    layer: [
      {
        data: { values: named ? [] : rows },
        mark: { type: 'line', strokeWidth: 2, strokeJoin: 'round' },
        encoding: {
          y: { ...y, field: 'y' },
          color: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: lines.map(({ palette }) => seriesColour(palette, scheme)) },
            legend: null,
          },
          strokeDash: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: lines.map(({ palette }) => [...seriesDash(palette)]) },
            legend: null,
          },
        },
      },
      ...(baseline ? baselineLayers(baseline, { ink: ink.muted, scale, xDomain, yDomain }, y) : []),
      ...each((line, color) => marksOf(line, color, y, { yDomain, scale })),
    ],
  };
}

interface Across {
  readonly ink: string;
  readonly scale: number;
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

/** From edge to edge: a dashed line at the mean, in its interval. */
function baselineLayers<Y extends object>(
  { mean, interval }: DrawnBaseline,
  { ink, scale, xDomain: [from, to], yDomain: [low, high] }: Across,
  y: Y,
) {
  const within = (value: number): number => scale * Math.max(low, Math.min(high, value));
  const band = interval ? [{ x: from, to, low: within(interval.low), high: within(interval.high) }] : [];
  return [
    {
      data: { values: band },
      mark: { type: 'rect' as const, color: ink, opacity: 0.13 },
      encoding: { x2: { field: 'to' }, y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      data: { values: [{ x: from, y: scale * mean, to }] },
      mark: { type: 'rule' as const, color: ink, strokeWidth: 1.5, strokeDash: [6, 4] },
      encoding: { x2: { field: 'to' }, y: { ...y, field: 'y' } },
    },
  ];
}

/** As a path in a square from −1 to 1; Vega's own is a plus sign of some thickness. */
const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

/** Bars with their ends, single seeds, published figures, means: the last on top. */
function marksOf<Y extends object>(
  { palette, points }: SettingLine,
  color: string,
  y: Y,
  { yDomain: [low, high], scale }: { readonly yDomain: Domain; readonly scale: number },
) {
  const within = (value: number): number => scale * Math.max(low, Math.min(high, value));
  const bars = points.flatMap(({ x, interval }) =>
    interval ? [{ x, low: within(interval.low), high: within(interval.high) }] : [],
  );
  // A bar that leaves the axis has no end there.
  const ends = points.flatMap(({ x, interval }) =>
    interval
      ? [interval.low, interval.high].flatMap((end) => (end < low || end > high ? [] : { x, y: scale * end }))
      : [],
  );
  const seeds = points.flatMap(({ x, results }) =>
    results.length > 1 ? results.map((result) => ({ x, y: scale * result })) : [],
  );
  const published = points.flatMap((point) =>
    point.published === undefined ? [] : [{ x: point.x, y: scale * point.published }],
  );
  const raw = points.flatMap((point) =>
    point.raw === undefined ? [] : [{ x: point.x, y: scale * point.raw }],
  );
  const means = points.flatMap(({ x, mean }) => (mean === undefined ? [] : [{ x, y: scale * mean }]));
  const shape = seriesMark(palette);
  const at = { y: { ...y, field: 'y' } };
  return [
    {
      data: { values: bars },
      mark: { type: 'rule' as const, color, strokeWidth: 1.5, opacity: 0.75 },
      encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      data: { values: ends },
      mark: {
        type: 'tick' as const,
        orient: 'horizontal' as const,
        size: 8,
        color,
        thickness: 1.5,
        opacity: 0.75,
      },
      encoding: at,
    },
    {
      data: { values: seeds },
      mark: { type: 'point' as const, filled: true, size: 22, opacity: 0.6, color, shape: 'circle' as const },
      encoding: at,
    },
    {
      data: { values: published },
      mark: { type: 'point' as const, filled: false, size: 130, strokeWidth: 1.8, opacity: 1, color, shape },
      encoding: at,
    },
    {
      data: { values: raw },
      mark: {
        type: 'point' as const,
        filled: false,
        size: 50,
        strokeWidth: 1.8,
        opacity: 1,
        color,
        shape: CROSS,
      },
      encoding: at,
    },
    {
      data: { values: means },
      mark: { type: 'point' as const, filled: true, size: 60, opacity: 1, color, shape },
      encoding: at,
    },
  ];
}

const titled = (theme: ReturnType<typeof themeOf>, muted: string) => ({
  ...theme,
  title: {
    ...theme.title,
    subtitleFont: theme.title.font,
    subtitleFontSize: 11,
    subtitleColor: muted,
    subtitlePadding: 4,
  },
});

/** Words in lines of at most so many characters. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
