/** One chart with its legend, its text alternative, and an invitation while there is nothing to draw. */
import { type ReactNode, useId } from 'react';
import { usePage } from '../playground.ts';
import { Canvas } from './Canvas.tsx';
import type { Metric } from './curves.ts';
import { LatestValues } from './LatestValues.tsx';
import { LegendList } from './LegendList.tsx';

interface ChartCardProps {
  readonly metric: Metric;
  /** The region's name: 'Accuracy chart'. */
  readonly name: string;
  readonly title: string;
  /** What to look for, while there is nothing to see. */
  readonly invitation: ReactNode;
}

export function ChartCard({ metric, name, title, invitation }: ChartCardProps) {
  const note = useId();
  const empty = usePage((state) => state.runs.length === 0);
  const hidden = usePage((state) => state.runs.length > 0 && state.runs.every((run) => !run.visible));
  return (
    <section className="card chart" aria-label={name}>
      <div className="chart-head">
        <h2>{title}</h2>
        <p id={note} className="chart-note">
          {!empty && 'Train: running average · validation: after each epoch'}
        </p>
      </div>
      {empty || hidden ? (
        <div className="chart-empty">
          {hidden ? <p>All runs are hidden. Show one in the table below.</p> : invitation}
        </div>
      ) : (
        <>
          <Canvas metric={metric} />
          <LegendList />
        </>
      )}
      <LatestValues metric={metric} />
    </section>
  );
}
