/** One dot for each channel: where two ways to reckon the same number agree, it lies on the diagonal. */

import { dot, line, link, type PlotOptions } from '@observablehq/plot';
import { useCallback } from 'react';
import { significant } from '../../spec/numbers.ts';
import { PlotFigure } from './PlotFigure.tsx';

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Where y has gone since. */
  readonly to: number | undefined;
}

interface ScatterPlotProps {
  readonly label: string;
  readonly points: readonly ScatterPoint[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly colour: string;
  /** Logarithmic axes: all values have to be positive. */
  readonly log: boolean;
}

const HEIGHT = 236;

export function ScatterPlot({ label, points, xLabel, yLabel, colour, log }: ScatterPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => {
      const domain = commonDomain(points, log);
      const axis = { type: log ? ('log' as const) : ('linear' as const), domain, grid: true };
      const ticks = Math.max(2, Math.floor(width / 70));
      const moved = points.filter(({ to }) => to !== undefined);
      return {
        x: { ...axis, label: xLabel, ticks, tickFormat: shortTick },
        y: { ...axis, label: yLabel, ticks: 4, tickFormat: shortTick },
        marginLeft: 46,
        marginBottom: 34,
        marks: [
          line(
            domain.map((at) => [at, at]),
            { stroke: 'var(--muted)', strokeDasharray: '4 3' },
          ),
          link(moved, { x1: 'x', y1: 'y', x2: 'x', y2: 'to', stroke: colour, strokeOpacity: 0.5 }),
          dot(points, { x: 'x', y: 'y', r: 3, stroke: colour, strokeWidth: 1.3 }),
          dot(moved, { x: 'x', y: 'to', r: 3, fill: 'var(--ink)' }),
        ],
      };
    },
    [points, xLabel, yLabel, colour, log],
  );
  return <PlotFigure label={label} draw={draw} height={HEIGHT} />;
}

const shortTick = (value: number): string => significant(value, 2);

/** The same for both axes, with some room, so that the diagonal is one. */
function commonDomain(points: readonly ScatterPoint[], log: boolean): [number, number] {
  const values = points.flatMap(({ x, y, to }) => (to === undefined ? [x, y] : [x, y, to]));
  if (values.length === 0) return log ? [0.1, 1] : [-1, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (log) return [low / 1.2, high * 1.2];
  const room = 0.06 * (high - low) || 0.5;
  return [low - room, high + room];
}
