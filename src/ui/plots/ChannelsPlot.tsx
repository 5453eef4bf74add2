/** One dot a channel, the smallest first: how much the channels differ, and how far they are from where they began. */
import { dot, type PlotOptions, ruleY, text } from '@observablehq/plot';
import { useCallback } from 'react';
import { type MarkName, PlotFigure, shortTick, symbolOf } from './PlotFigure.tsx';

export interface ChannelDots {
  readonly colour: string;
  readonly mark: MarkName;
  readonly values: ArrayLike<number>;
}

interface ChannelsPlotProps {
  readonly label: string;
  readonly channels: readonly ChannelDots[];
  readonly yLabel: string;
  /** Values that channels began at. */
  readonly starts: readonly number[];
}

export function ChannelsPlot({ label, channels, yLabel, starts }: ChannelsPlotProps) {
  const draw = useCallback(
    (): PlotOptions => ({
      x: { label: 'channels, smallest first', ticks: [] },
      y: { label: yLabel, domain: domainOf(channels, starts), ticks: 4, tickFormat: shortTick, grid: true },
      marginLeft: 44,
      marginBottom: 24,
      marginRight: 14,
      marks: [
        ruleY(starts, { stroke: 'var(--muted)', strokeDasharray: '4 3' }),
        text(starts, {
          y: (start: number) => start,
          text: () => 'start',
          // The smallest are on the left, below the line.
          frameAnchor: 'left',
          dx: 4,
          dy: -7,
          textAnchor: 'start',
          fill: 'var(--muted)',
        }),
        ...channels.map(({ colour, mark, values }) =>
          dot(ranked(values), {
            x: 'rank',
            y: 'value',
            symbol: symbolOf(mark),
            r: 2.6,
            stroke: colour,
            strokeWidth: 1.4,
          }),
        ),
      ],
    }),
    [channels, yLabel, starts],
  );
  return <PlotFigure label={label} draw={draw} height={170} />;
}

/** Ascending, each with the middle of its place among all, 0 … 1. */
function ranked(values: ArrayLike<number>): { readonly rank: number; readonly value: number }[] {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return sorted.map((value, i) => ({ value, rank: (i + 0.5) / sorted.length }));
}

/** At least a tenth around the starts: rounding is no spread. */
function domainOf(channels: readonly ChannelDots[], starts: readonly number[]): [number, number] {
  const values = channels.flatMap((each) => Array.from(each.values)).filter(Number.isFinite);
  const low = Math.min(...starts.map((start) => start - 0.05), ...values);
  const high = Math.max(...starts.map((start) => start + 0.05), ...values);
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}
