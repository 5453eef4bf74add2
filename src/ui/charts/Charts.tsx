/** Both charts, the bar that says how they show the runs, and the values at their crosshair. */
import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react';
import type { Metric } from '../../curves/curveRun.ts';
import { usePage, usePlayground } from '../playground.ts';
import { BoardContext, createBoard } from './board.ts';
import { ChartCard, usePanelBatches } from './ChartCard.tsx';
import { ChartControls } from './ChartControls.tsx';
import { LiveReadings } from './LiveReadings.tsx';
import { rememberView } from './rememberView.ts';
import { ValidationRemark } from './ValidationRemark.tsx';
import { ValueTable } from './ValueTable.tsx';

interface ChartsProps {
  /** What stands in each chart's place until there is a run. */
  readonly previews: Readonly<Record<Metric, ReactNode>>;
}

export function Charts({ previews }: ChartsProps) {
  const playground = usePlayground();
  const board = useMemo(() => createBoard(playground.store), [playground]);
  const empty = usePage((state) => state.runs.length === 0);
  const apart = usePanelBatches().length > 0;
  const area = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => rememberView(playground), [playground]);
  return (
    <BoardContext value={board}>
      <div ref={area} className="charts-area">
        {!empty && <ChartControls />}
        <div className={apart ? 'charts apart' : 'charts'}>
          <ChartCard metric="acc" title="Accuracy" preview={previews.acc} />
          <ChartCard metric="loss" title="Loss" preview={previews.loss} />
        </div>
        <ValidationRemark />
        <ValueTable area={area} />
        <LiveReadings />
      </div>
    </BoardContext>
  );
}
