/** Batch norm's moving variance over its first updates, on a logarithmic axis, beside what single minibatches give. */

import { areaY, lineY, type PlotOptions, ruleX, ruleY, text } from '@observablehq/plot';
import { grouped } from '../../spec/numbers.ts';

export interface VariancePoint {
  readonly updates: number;
  /** Expected, and its standard deviation. */
  readonly mean: number;
  readonly deviation: number;
}

export interface MovingVariance {
  /** Ascending, from one update on. */
  readonly points: readonly VariancePoint[];
  /** What it approaches. */
  readonly truth: number;
  /** Standard deviation of one minibatch's variance. */
  readonly noise: number;
  /** Where the visitor looks, in updates. */
  readonly at: number;
  /** The upper end of the axis. */
  readonly top: number;
}

export function movingVariancePlot({ points, truth, noise, at, top }: MovingVariance): PlotOptions {
  const [first, last] = [points[0], points.at(-1)].map((point) => point?.updates ?? 1);
  const clipped = (value: number): number => Math.max(0, Math.min(top, value));
  const ends = [first, last].map((updates) => ({ updates }));
  return {
    marginTop: 24,
    marginBottom: 36,
    x: { type: 'log', label: 'updates', tickFormat: ',', ticks: 5 },
    y: { domain: [0, top], label: 'variance', grid: true },
    marks: [
      areaY(ends, {
        x: 'updates',
        y1: clipped(truth - noise),
        y2: clipped(truth + noise),
        fill: 'var(--series-6)',
        fillOpacity: 0.16,
      }),
      ruleY([truth], { stroke: 'var(--series-6)', strokeDasharray: '6 4', strokeWidth: 1.5 }),
      areaY(points, {
        x: 'updates',
        y1: ({ mean, deviation }: VariancePoint) => clipped(mean - deviation),
        y2: ({ mean, deviation }: VariancePoint) => clipped(mean + deviation),
        fill: 'var(--series-0)',
        fillOpacity: 0.25,
      }),
      lineY(points, { x: 'updates', y: 'mean', stroke: 'var(--series-0)', strokeWidth: 2.5 }),
      ruleX([at], { stroke: 'var(--series-1)', strokeWidth: 2 }),
      text([at], {
        x: (updates: number) => updates,
        text: (updates: number) => grouped(updates),
        frameAnchor: 'top',
        dy: -14,
        fill: 'var(--ink)',
        fontWeight: 600,
      }),
    ],
  };
}
