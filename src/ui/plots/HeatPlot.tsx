/** How a distribution moves over the training: the denser, the more values lay there at that time. */
import { type PlotOptions, rect } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure, shortTick, ticksWithin } from './PlotFigure.tsx';

export interface HeatPlotCell {
  /** Training images seen. */
  readonly x1: number;
  readonly x2: number;
  /** Values. */
  readonly y1: number;
  readonly y2: number;
  /** Of all values at that time, 0 … 1. */
  readonly share: number;
}

interface HeatPlotProps {
  readonly label: string;
  readonly cells: readonly HeatPlotCell[];
  readonly yLabel: string;
  /** Training images at the first and last snapshot. */
  readonly times: readonly [number, number];
  /** Of the value axis, and the share that is drawn densest. All three are the same for figures that are compared. */
  readonly range: { readonly low: number; readonly high: number };
  readonly densest: number;
  readonly colour: string;
}

export function HeatPlot({ label, cells, yLabel, times, range, densest, colour }: HeatPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: 'images seen', domain: [...times], ticks: ticksWithin(width), tickFormat: shortTick },
      y: { label: yLabel, domain: [range.low, range.high], ticks: 5, tickFormat: shortTick },
      // Shares span orders of magnitude, and the rare values matter too.
      opacity: { type: 'sqrt', domain: [0, densest], range: [0, 1] },
      marginLeft: 44,
      marginBottom: 34,
      marginRight: 22,
      marks: [
        rect(cells, {
          x1: 'x1',
          x2: 'x2',
          y1: 'y1',
          y2: 'y2',
          fill: colour,
          // Named, for numbers up to 1 would be taken as they are.
          fillOpacity: { value: 'share', scale: 'opacity' },
          inset: -0.2,
        }),
      ],
    }),
    [cells, yLabel, times, range, densest, colour],
  );
  return <PlotFigure label={label} draw={draw} height={190} />;
}
