/**
 * The frame that takes a chart's focus. It is a slider, which is what a crosshair is: screen readers pass the arrow
 * keys on to it and read where it stands. What the curves are there, LiveReadings says.
 */
import type { KeyboardEvent, ReactNode } from 'react';
import type { Metric } from '../../curves/curveRun.ts';
import { nearest } from '../../curves/grid.ts';
import { usePage } from '../playground.ts';
import { useBoardState } from './board.ts';
import { formatPosition } from './readings.ts';

interface CrosshairSliderProps {
  readonly metric: Metric;
  readonly name: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
  readonly children: ReactNode;
}

export function CrosshairSlider({ metric, name, onKeyDown, onBlur, children }: CrosshairSliderProps) {
  const axis = usePage((state) => state.view.x);
  const from = useBoardState(({ drawn }) => drawn[metric]?.xDomain[0] ?? 0);
  const to = useBoardState(({ drawn }) => drawn[metric]?.xDomain[1] ?? 1);
  const at = useBoardState(({ crosshair, drawn }) => {
    const grid = drawn[metric]?.grid;
    return crosshair && grid ? grid[nearest(grid, crosshair.x)] : undefined;
  });
  return (
    <div
      className="chart-slider"
      role="slider"
      tabIndex={0}
      aria-label={`${name} crosshair`}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={at === undefined ? to : Math.max(from, Math.min(to, at))}
      aria-valuetext={
        at === undefined ? 'off, arrow keys move it, plus and minus zoom' : formatPosition(at, axis)
      }
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      {children}
    </div>
  );
}
