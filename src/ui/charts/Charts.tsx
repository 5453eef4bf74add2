/** Both charts (before the first run, what they will be about), the bar that says how they show the runs, and the values at their crosshair. */
import { useLayoutEffect, useMemo, useRef } from 'react';
import { BeforeTraining } from '../panels/BeforeTraining.tsx';
import { usePage, usePlayground } from '../playground.ts';
import { BoardContext, createBoard } from './board.ts';
import { ChartCard, usePanelBatches } from './ChartCard.tsx';
import { ChartControls } from './ChartControls.tsx';
import { LiveReadings } from './LiveReadings.tsx';
import { rememberView } from './rememberView.ts';
import { ValidationRemark } from './ValidationRemark.tsx';
import { ValueTable } from './ValueTable.tsx';

export function Charts() {
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
        {empty ? (
          <BeforeTraining />
        ) : (
          <div className={apart ? 'charts apart' : 'charts'}>
            <ChartCard metric="acc" title="Accuracy" />
            <ChartCard metric="loss" title="Loss" />
          </div>
        )}
        <ValidationRemark />
        <ValueTable area={area} />
        <LiveReadings />
      </div>
    </BoardContext>
  );
}
