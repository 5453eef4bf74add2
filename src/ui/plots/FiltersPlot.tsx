/** One dot a filter: the mean and the deviation of its weights, as they are learned and as they are used. */
import { dot, type PlotOptions, ruleX } from '@observablehq/plot';
import { useCallback } from 'react';
import { type MarkName, PlotFigure, shortTick, symbolOf, ticksWithin } from './PlotFigure.tsx';

export interface FilterDots {
  readonly colour: string;
  readonly mark: MarkName;
  readonly before: readonly FilterDot[];
  readonly after: readonly FilterDot[];
}

export interface FilterDot {
  readonly mean: number;
  readonly deviation: number;
}

interface FiltersPlotProps {
  readonly label: string;
  readonly filters: readonly FilterDots[];
}

export function FiltersPlot({ label, filters }: FiltersPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: 'mean of the weights', ticks: ticksWithin(width), tickFormat: shortTick, nice: true },
      y: {
        type: 'log',
        tickSize: 0,
        label: 'standard deviation of the weights',
        ticks: 4,
        tickFormat: shortTick,
        grid: true,
        nice: true,
      },
      marginLeft: 48,
      marginBottom: 34,
      marginRight: 22,
      marks: [
        ruleX([0], { stroke: 'var(--control-line)' }),
        ...filters.flatMap(({ colour, mark, before, after }) => {
          const at = { x: 'mean', y: 'deviation', symbol: symbolOf(mark), r: 3.2 };
          return [
            dot(before, { ...at, stroke: colour, strokeWidth: 1.4 }),
            dot(after, { ...at, fill: colour, fillOpacity: 0.7 }),
          ];
        }),
      ],
    }),
    [filters],
  );
  return <PlotFigure label={label} draw={draw} height={190} />;
}
