/** Both charts side by side, one at a time where there is no room for two, and one legend. */
import { useMemo, useRef, useState } from 'react';
import { METRIC_NAMES, METRICS, type Metric } from '../../curves/curveRun.ts';
import { allHidden, BoardContext, createBoard } from '../charts/board.ts';
import { Canvas } from '../charts/Canvas.tsx';
import { LegendList } from '../charts/LegendList.tsx';
import { LatestValues, LiveReadings } from '../charts/LiveReadings.tsx';
import { ValueTable } from '../charts/ValueTable.tsx';
import { usePage, usePlayground } from '../playground.ts';
import { useWidth } from '../useWidth.ts';

/** Below this, half of the width is too little for a chart. */
const TWO_FROM = 480;
const INVITATIONS = {
  acc: 'How often each network is right, image by image.',
  loss: 'How wrong its answers are, in nats: lower is better.',
} as const;

export function EmbedCharts() {
  const { store } = usePlayground();
  const board = useMemo(() => createBoard(store), [store]);
  const empty = usePage((state) => state.runs.length === 0);
  const hidden = usePage(allHidden);
  const area = useRef<HTMLDivElement>(null);
  const narrow = useWidth(area) < TWO_FROM;
  const [chosen, choose] = useState<Metric>('acc');
  return (
    <BoardContext value={board}>
      <div ref={area} className="embed-charts">
        {narrow && <MetricChoice chosen={chosen} choose={choose} />}
        {METRICS.filter((metric) => !narrow || metric === chosen).map((metric) => (
          <section key={metric} className="chart" aria-label={`${METRIC_NAMES[metric]} chart`}>
            {!narrow && <h2>{METRIC_NAMES[metric]}</h2>}
            {empty ? (
              <InPlace words={INVITATIONS[metric]} />
            ) : hidden ? (
              <InPlace words="All runs are hidden. Show one below." />
            ) : (
              <Canvas metric={metric} name={METRIC_NAMES[metric]} />
            )}
            <LatestValues metric={metric} />
          </section>
        ))}
        <ValueTable area={area} />
        <LiveReadings />
      </div>
      {!empty && <LegendList metric={narrow ? chosen : 'acc'} />}
    </BoardContext>
  );
}

interface MetricChoiceProps {
  readonly chosen: Metric;
  readonly choose: (metric: Metric) => void;
}

const MetricChoice = ({ chosen, choose }: MetricChoiceProps) => (
  <fieldset className="embed-choice" aria-label="Chart">
    {METRICS.map((metric) => (
      <button key={metric} type="button" aria-pressed={metric === chosen} onClick={() => choose(metric)}>
        {METRIC_NAMES[metric]}
      </button>
    ))}
  </fieldset>
);

/** What stands in a chart's place. */
const InPlace = ({ words }: { readonly words: string }) => (
  <div className="chart-empty">
    <p>{words}</p>
  </div>
);
