/** Two accuracies over the training, and the gap between them. */
import { areaY, dot, line, type PlotOptions } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure } from './PlotFigure.tsx';

export interface FacesPoint {
  /** Training images seen. */
  readonly images: number;
  /** Fractions classified correctly, with either statistics. */
  readonly minibatch: number;
  readonly moving: number;
}

interface FacesPlotProps {
  readonly label: string;
  readonly points: readonly FacesPoint[];
  readonly colour: string;
}

export function FacesPlot({ label, points, colour }: FacesPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: 'images seen', ticks: Math.max(2, Math.floor(width / 90)), tickFormat: 's' },
      y: {
        label: null,
        domain: [0, 1],
        ticks: 3,
        tickFormat: (value: number) => `${100 * value} %`,
        grid: true,
      },
      marginLeft: 44,
      marginBottom: 32,
      marginRight: 14,
      marks: [
        areaY(points, { x: 'images', y1: 'moving', y2: 'minibatch', fill: colour, fillOpacity: 0.18 }),
        line(points, { x: 'images', y: 'minibatch', stroke: colour, strokeWidth: 2 }),
        line(points, { x: 'images', y: 'moving', stroke: colour, strokeWidth: 2, strokeDasharray: '3 3' }),
        dot(points.slice(-1), { x: 'images', y: 'minibatch', r: 3, fill: colour }),
        dot(points.slice(-1), { x: 'images', y: 'moving', r: 3, fill: 'var(--panel)', stroke: colour }),
      ],
    }),
    [points, colour],
  );
  return <PlotFigure label={label} draw={draw} height={130} />;
}
