/** The loss along a line through the weights, with its tangent where the run stands, and earlier looks faintly. */
import { dot, line, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure } from './PlotFigure.tsx';

export interface SlicePoint {
  readonly x: number;
  readonly loss: number;
}

export interface Slice {
  readonly colour: string;
  /** Strokes and gaps, in pixels: '7 4'. */
  readonly dash: string;
  readonly points: readonly SlicePoint[];
  /** The tangent at 0, from end to end. */
  readonly tangent: readonly SlicePoint[];
  readonly earlier: readonly (readonly SlicePoint[])[];
  /** Where the run stands, and where its next update leads. */
  readonly marked: readonly SlicePoint[];
}

interface SlicePlotProps {
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly slices: readonly Slice[];
  /** Positions on x with their names. */
  readonly positions: readonly { readonly x: number; readonly name: string }[];
}

export function SlicePlot({ label, xLabel, yLabel, slices, positions }: SlicePlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: xLabel, grid: true, ticks: Math.max(3, Math.floor(width / 90)) },
      y: { label: yLabel, grid: true, ticks: 5, domain: lossDomain(slices) },
      clip: true,
      marginLeft: 56,
      marginBottom: 36,
      marginTop: 34,
      marginRight: 14,
      marks: [
        ruleX(positions, { x: 'x', stroke: 'var(--control-line)' }),
        text(positions, {
          x: 'x',
          text: 'name',
          frameAnchor: 'top',
          dy: -8,
          dx: 3,
          textAnchor: 'start',
          fill: 'var(--muted)',
          clip: false,
        }),
        ...slices.flatMap(({ colour, dash, points, tangent, earlier, marked }) => [
          ...earlier.map((slice) => line(slice, { x: 'x', y: 'loss', stroke: colour, strokeOpacity: 0.3 })),
          line(tangent, {
            x: 'x',
            y: 'loss',
            stroke: colour,
            strokeDasharray: '1 4',
            strokeLinecap: 'round',
          }),
          line(points, { x: 'x', y: 'loss', stroke: colour, strokeWidth: 2.2, strokeDasharray: dash }),
          dot(marked, { x: 'x', y: 'loss', r: 4, fill: 'var(--panel)', stroke: colour, strokeWidth: 2 }),
        ]),
      ],
    }),
    [xLabel, yLabel, slices, positions],
  );
  return <PlotFigure label={label} draw={draw} height={320} />;
}

/** What the latest slices span: tangents and earlier looks may leave it. */
function lossDomain(slices: readonly Slice[]): [number, number] {
  const losses = slices.flatMap(({ points }) => points.map(({ loss }) => loss)).filter(Number.isFinite);
  if (losses.length === 0) return [0, 1];
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const room = 0.08 * (high - low) || 0.05;
  return [low - room, high + room];
}
