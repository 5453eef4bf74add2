/**
 * Turns the Vega-Lite specification that tfjs-vis builds into ours: positions on x instead of indices, bands, dashes
 * and marks by series, our axes and theme, no legend (LegendList draws a readable one) and no hover (PlotPointer.ts is
 * cheaper).
 */
import type { Domain } from '../../curves/domain.ts';
import { INK } from '../../curves/palette.ts';
import type { AxisSignals } from './compiledSpec.ts';
import type { ChartLook, SeriesLook } from './look.ts';

/** What tfjs-vis 1.5.1's render.linechart hands to vega-embed. */
export interface LinechartSpec {
  readonly width: number;
  readonly height: number;
  readonly data: { readonly values: readonly Row[] };
  readonly encoding: { readonly x: { readonly title?: string } };
}

export type Row = Readonly<Record<string, string | number | null>>;

/** Around axes and plot, in pixels. */
export const PADDING = { left: 2, top: 8, right: 10, bottom: 2 } as const;

export const DATA_NAME = 'curves';

/** Names of the columns of a series' band. */
const lowerOf = (key: string): string => `${key}low`;
const upperOf = (key: string): string => `${key}high`;

/** The rows with x instead of the index, with bands, and without the columns that only tfjs-vis's legend needs. */
export function rowsOf(spec: LinechartSpec, { grid, series, log, yDomain }: ChartLook): Row[] {
  // What reaches down to zero leaves a logarithmic axis at its bottom.
  const lowest = log ? yDomain[0] : Number.NEGATIVE_INFINITY;
  return spec.data.values.map((values, i) => {
    const row: Record<string, string | number | null> = { x: grid[i] ?? 0 };
    for (const { key, band } of series) {
      row[key] = values[key] ?? null;
      if (!band) continue;
      const lower = band.lower[i] ?? null;
      row[lowerOf(key)] = lower === null ? null : Math.max(lower, lowest);
      row[upperOf(key)] = band.upper[i] ?? null;
    }
    return row;
  });
}

/** The same for all redraws of the same series; domains are placeholders, see axesOf. */
export function restyle(spec: LinechartSpec, look: ChartLook): object {
  return {
    width: spec.width,
    height: spec.height,
    padding: PADDING,
    autosize: { type: 'fit', contains: 'padding' },
    config: themeOf(look),
    data: { name: DATA_NAME, values: [] },
    encoding: { x: xAxis(look, spec.encoding.x.title) },
    layer: [
      ...look.series.filter(({ band }) => band).map((series) => bandLayer(series, look)),
      ...look.series.map((series) => lineLayer(series, look)),
    ],
  };
}

/** Room right of the grid, as a share, for the mark of the last epoch. */
const MARGIN = 0.012;

/** What a redraw may change in a view that it keeps; the specification itself does not mention it. */
export const axesOf = ({ xDomain: [from, to], yDomain, zoomed, log, percent }: ChartLook): AxisSignals => ({
  xDomain: [from, zoomed ? to : to + MARGIN * (to - from)],
  yDomain,
  yFormat: log ? '~g' : tickFormat((yDomain[1] - yDomain[0]) / 5, percent),
  yTicks: log ? logTicks(yDomain) : undefined,
});

const xAxis = ({ whole }: ChartLook, title: string | undefined) => ({
  field: 'x',
  type: 'quantitative',
  title,
  scale: { domain: [0, 1], nice: false, zero: false },
  axis: {
    labelExpr: "datum.value === 0 ? '0' : datum.label",
    // 6k images, but not 500m epochs.
    format: whole ? '~s' : ',~f',
    tickCount: 6,
    ...(whole && { tickMinStep: 1 }),
    grid: false,
    labelFlush: false,
  },
});

/** What is above the domain runs along its top edge; the rows keep the true values. */
const yScale = ({ log }: ChartLook) => ({
  domain: [0.1, 1],
  nice: false,
  clamp: true,
  ...(log ? { type: 'log' } : { zero: false }),
});

/** 1, 2 and 5 in each decade; across many decades 1 alone. */
function logTicks([bottom, top]: Domain): number[] {
  const [first, last] = [Math.floor(Math.log10(bottom)), Math.ceil(Math.log10(top))];
  const steps = last - first > 3 ? [1] : [1, 2, 5];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return decades
    .flatMap((exponent) => steps.map((step) => Number(`${step}e${exponent}`)))
    .filter((tick) => tick >= bottom * (1 - 1e-9) && tick <= top * (1 + 1e-9));
}

/** As many decimals as ticks so far apart need to differ: '80%', '82.5%', and one at least in '2.0'. */
function tickFormat(step: number, percent: boolean): string {
  const decimals = Math.ceil(-Math.log10(percent ? 100 * step : step) - 1e-9);
  return percent ? `.${Math.max(0, decimals)}%` : `.${Math.max(1, decimals)}f`;
}

const yOf = (field: string, look: ChartLook) => ({
  field,
  type: 'quantitative',
  title: null,
  scale: yScale(look),
  axis: { format: '.1f', labelExpr: "replace(datum.label, '%', ' %')", tickCount: 5 },
});

/** Where only some positions have a value, as at the ends of epochs, the line joins them: nulls between are left out. */
const joined = (key: string) => ({ transform: [{ filter: `datum['${key}'] !== null` }] });

function bandLayer({ key, colour, mark }: SeriesLook, look: ChartLook) {
  return {
    ...(mark && joined(upperOf(key))),
    mark: { type: 'area', color: colour, opacity: mark ? 0.1 : 0.2, clip: look.zoomed },
    encoding: { y: yOf(lowerOf(key), look), y2: { field: upperOf(key) } },
  };
}

function lineLayer({ key, colour, dash, mark }: SeriesLook, look: ChartLook) {
  const line = {
    type: 'line',
    color: colour,
    strokeDash: dash,
    strokeWidth: 2.2,
    strokeJoin: 'round',
    clip: look.zoomed,
  };
  return {
    ...(mark && joined(key)),
    mark: mark
      ? {
          ...line,
          strokeWidth: 1.4,
          point: { color: colour, filled: true, size: 46, shape: mark, opacity: 1 },
        }
      : line,
    encoding: { y: yOf(key, look) },
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
