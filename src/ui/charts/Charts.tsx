/** Both charts, the bar that says how they show the runs, and the values at their crosshair. */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Metric } from '../../curves/curveRun.ts';
import { usePage, usePlayground } from '../playground.ts';
import { useScheme } from '../theme.ts';
import { BoardContext, createBoard } from './board.ts';
import { ChartCard, usePanelBatches } from './ChartCard.tsx';
import { ChartControls } from './ChartControls.tsx';
import { warmUp } from './draw.ts';
import { LiveReadings } from './LiveReadings.tsx';
import { rememberView } from './rememberView.ts';
import { ValidationRemark } from './ValidationRemark.tsx';
import { ValueTable } from './ValueTable.tsx';

/** After opening: by then the page stands and its images are there. */
const WARM_UP_MS = 600;

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
  useWarmUp(empty);
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

/** Until there is a run: makes ready to draw once the page is there and the machine has nothing else to do. */
function useWarmUp(wanted: boolean): void {
  const scheme = useScheme();
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void warmUp(scheme), WARM_UP_MS);
    return () => clearTimeout(timer);
  }, [wanted, scheme]);
}
