/**
 * Turns the Vega-Lite specification that tfjs-vis builds into ours: images seen on x, dashes and marks by series,
 * our theme, no legend (LegendList draws a readable one) and no hover (Hover.ts is cheaper).
 */
import type { ChartLook, SeriesLook } from './look.ts';
import { INK } from './palette.ts';

/** What tfjs-vis 1.5.1's render.linechart hands to vega-embed. */
export interface LinechartSpec {
  readonly width: number;
  readonly height: number;
  readonly data: { readonly values: readonly Row[] };
  readonly encoding: { readonly x: { readonly title?: string } };
  readonly layer: readonly {
    readonly encoding: { readonly y?: { readonly title?: string; readonly scale?: object } };
  }[];
}

export type Row = Readonly<Record<string, string | number | null>>;

/** Around axes and plot, in pixels. */
export const PADDING = { left: 2, top: 8, right: 10, bottom: 2 } as const;

export const DATA_NAME = 'curves';

/** The rows with images seen instead of the index, and without the columns that only tfjs-vis's legend needs. */
export const rowsOf = (spec: LinechartSpec, look: ChartLook): Row[] =>
  spec.data.values.map((row, i) => {
    const values = look.series.map(({ key }) => [key, row[key] ?? null] as const);
    return { x: look.grid[i] ?? 0, ...Object.fromEntries(values) };
  });

export function restyle(spec: LinechartSpec, look: ChartLook, rows: readonly Row[]): object {
  const y = spec.layer[0]?.encoding.y;
  return {
    width: spec.width,
    height: spec.height,
    padding: PADDING,
    autosize: { type: 'fit', contains: 'padding' },
    config: themeOf(look),
    data: { name: DATA_NAME, values: rows },
    encoding: { x: xAxis(look.grid.at(-1) ?? 1, spec.encoding.x.title) },
    layer: look.series.map((series) => lineLayer(series, y)),
  };
}

/** Room right of the grid, as a share, for the mark of the last epoch. */
const MARGIN = 0.012;

/** The axis ends where the grid does: it moves seldom (grid.ts), and a curve still empty has no extent of its own. */
const xAxis = (end: number, title: string | undefined) => ({
  field: 'x',
  type: 'quantitative',
  title,
  scale: { domain: [0, end * (1 + MARGIN)], nice: false },
  axis: {
    labelExpr: "datum.value === 0 ? '0' : datum.label",
    format: '~s',
    tickCount: 6,
    tickMinStep: 1,
    grid: false,
    labelFlush: false,
  },
});

function lineLayer(
  { key, colour, dash, mark }: SeriesLook,
  y: { readonly title?: string; readonly scale?: object } | undefined,
) {
  const line = {
    type: 'line',
    color: colour,
    strokeDash: dash,
    strokeWidth: 2.2,
    strokeJoin: 'round',
  };
  return {
    // Epochs are far apart on the grid: without the nulls between them the line joins its points.
    ...(mark && { transform: [{ filter: `isValid(datum['${key}'])` }] }),
    mark: mark
      ? {
          ...line,
          strokeWidth: 1.4,
          point: { color: colour, filled: true, size: 46, shape: mark, opacity: 1 },
        }
      : line,
    encoding: {
      y: {
        field: key,
        type: 'quantitative',
        title: null,
        // What is above the domain runs along its top edge; the rows keep the true values.
        scale: { ...y?.scale, nice: false, clamp: true },
        axis: { format: '.1f', tickCount: 5 },
      },
    },
  };
}

function themeOf({ scheme }: ChartLook) {
  const ink = INK[scheme];
  const font = 'Inter, system-ui, sans-serif';
  return {
    background: 'transparent',
    view: { stroke: null },
    axis: {
      labelFont: font,
      titleFont: font,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 'normal',
      labelColor: ink.muted,
      titleColor: ink.muted,
      gridColor: ink.grid,
      domain: false,
      ticks: false,
      labelPadding: 6,
    },
  };
}
