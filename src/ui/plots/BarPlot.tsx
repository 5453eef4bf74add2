/** One bar for each unit of a layer without height and width. */
import { type PlotOptions, rect, ruleY } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure } from './PlotFigure.tsx';

interface BarPlotProps {
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly xLabel: string;
  /** Of values above 0, and of those below. */
  readonly colours: readonly [above: string, below: string];
}

export function BarPlot({ label, values, xLabel, colours }: BarPlotProps) {
  const [above, below] = colours;
  const draw = useCallback((): PlotOptions => {
    const bars = Array.from(values, (value, unit) => ({ value, x1: unit - 0.4, x2: unit + 0.4 }));
    const edges = { x1: 'x1', x2: 'x2', y1: 0, y2: 'value' };
    return {
      x: { label: xLabel, domain: [-0.5, values.length - 0.5] },
      y: { label: null, grid: true, ticks: 4, zero: true },
      marginLeft: 44,
      marginBottom: 34,
      marks: [
        rect(
          bars.filter(({ value }) => value > 0),
          { ...edges, fill: above },
        ),
        rect(
          bars.filter(({ value }) => value < 0),
          { ...edges, fill: below },
        ),
        ruleY([0], { stroke: 'var(--control-line)' }),
      ],
    };
  }, [values, xLabel, above, below]);
  return <PlotFigure label={label} draw={draw} height={180} />;
}
