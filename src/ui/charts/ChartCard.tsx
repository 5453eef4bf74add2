/** One chart with its legend, its text alternative, and a preview while there is nothing to draw. */
import { type ReactNode, useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Metric } from '../../curves/curveRun.ts';
import { panelBatches } from '../../curves/curves.ts';
import { linesOf } from '../../curves/lines.ts';
import type { View } from '../../curves/view.ts';
import type { PageState } from '../../store/state.ts';
import { usePage } from '../playground.ts';
import { allHidden, charted } from './board.ts';
import { Canvas } from './Canvas.tsx';
import { LegendList } from './LegendList.tsx';
import { LatestValues } from './LiveReadings.tsx';

interface ChartCardProps {
  readonly metric: Metric;
  readonly title: 'Accuracy' | 'Loss';
  /** What stands in its place until there is a run. */
  readonly preview: ReactNode;
}

export function ChartCard({ metric, title, preview }: ChartCardProps) {
  const note = usePage((state) => (state.runs.length === 0 ? '' : noteOf(state)));
  const id = useId();
  const empty = usePage((state) => state.runs.length === 0);
  const hidden = usePage(allHidden);
  return (
    <section className="card chart" aria-label={`${title} chart`} aria-describedby={id}>
      <div className="chart-head">
        <h2>{title}</h2>
        <p id={id} className="chart-note">
          {note}
        </p>
      </div>
      {empty && preview}
      {hidden && (
        <div className="chart-empty">
          <p>All runs are hidden, or filtered out. Show one below.</p>
        </div>
      )}
      {!empty && !hidden && <Panels metric={metric} title={title} />}
      {!empty && <LegendList metric={metric} />}
      <LatestValues metric={metric} />
    </section>
  );
}

/** The batch sizes that have a panel of their own; none where all lines share one chart. */
export const usePanelBatches = (): number[] =>
  usePage(useShallow((state) => panelBatches(charted(state), state.view)));

function Panels({ metric, title }: Pick<ChartCardProps, 'metric' | 'title'>) {
  const batches = usePanelBatches();
  if (batches.length === 0) return <Canvas metric={metric} name={title} />;
  return (
    <div className="chart-panels">
      {batches.map((batch) => (
        <div key={batch}>
          <h3>batch {batch}</h3>
          <Canvas metric={metric} name={`${title}, batch ${batch}`} batch={batch} />
        </div>
      ))}
    </div>
  );
}

const BAND_WORDS: Readonly<Record<Exclude<View['seeds'], 'lines'>, string>> = {
  deviation: '± standard deviation',
  range: 'min to max of seeds',
  interval: '95 % interval of mean',
};

/** 'Train smoothed · validation each epoch · band ± standard deviation' */
function noteOf(state: PageState): string {
  const { split, smoothing, seeds } = state.view;
  const banded = seeds !== 'lines' && linesOf(charted(state), seeds).some((line) => line.runs.length > 1);
  return [
    ...(split === 'validation' ? [] : [smoothing > 0 ? 'Train smoothed' : 'Train as measured']),
    ...(split === 'train' ? [] : ['validation each epoch']),
    ...(banded ? [`band ${BAND_WORDS[seeds]}`] : []),
  ].join(' · ');
}
