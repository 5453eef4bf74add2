/** A row of dots for each class: where they lie apart, something has moved them. */
import { dot, type PlotOptions, ruleY, tickX } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure } from './PlotFigure.tsx';

export interface StripDot {
  readonly row: string;
  readonly x: number;
}

interface StripPlotProps {
  readonly label: string;
  /** Names of the rows, from the top. */
  readonly rows: readonly string[];
  /** The row to look at. */
  readonly marked: string;
  readonly dots: readonly StripDot[];
  /** One value a row to compare with. */
  readonly ticks: readonly StripDot[];
  readonly domain: readonly [number, number];
  readonly xLabel: string;
  readonly colour: string;
}

const ROW = 24;

export function StripPlot({ label, rows, marked, dots, ticks, domain, xLabel, colour }: StripPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: xLabel, domain, grid: true, ticks: Math.max(3, Math.floor(width / 80)) },
      y: {
        label: null,
        domain: rows,
        type: 'band',
        padding: 0,
        tickSize: 0,
        tickFormat: (row: string) => (row === marked ? `▸ ${row}` : row),
      },
      marginLeft: 92,
      marginBottom: 34,
      marginRight: 12,
      marks: [
        ruleY([marked], { stroke: colour, strokeOpacity: 0.16, strokeWidth: ROW - 4 }),
        tickX(ticks, {
          x: 'x',
          y: 'row',
          stroke: 'var(--ink)',
          strokeWidth: 2,
          insetTop: 4,
          insetBottom: 4,
        }),
        dot(dots, { x: 'x', y: 'row', r: 4, stroke: colour, fill: colour, fillOpacity: 0.25 }),
      ],
    }),
    [rows, marked, dots, ticks, domain, xLabel, colour],
  );
  return <PlotFigure label={label} draw={draw} height={ROW * rows.length + 40} />;
}
