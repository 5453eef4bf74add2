/** Both charts, the bar that says how they show the runs, and the values at their crosshair. */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Metric } from '../../curves/curveRun.ts';
import { describeValidation } from '../../curves/validationGap.ts';
import { readView } from '../../curves/view.ts';
import { readRunsPlot } from '../../store/runsPlot.ts';
import type { Playground } from '../../store/store.ts';
import { readTable, unnarrowed } from '../../store/table.ts';
import { usePage, usePlayground, useThrottled } from '../playground.ts';
import { remember, remembered } from '../remembered.ts';
import { useScheme } from '../theme.ts';
import { BoardContext, charted, createBoard, describeLeftOut } from './board.ts';
import { ChartCard, usePanelBatches } from './ChartCard.tsx';
import { ChartControls } from './ChartControls.tsx';
import { warmUp } from './draw.ts';
import { LiveReadings } from './LiveReadings.tsx';
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
        <LeftOutRemark />
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

/** It changes with an epoch. */
const REMARK_MS = 1000;

/** Which lines of many are drawn. */
function LeftOutRemark() {
  const remark = useThrottled(describeLeftOut, REMARK_MS);
  return remark === '' ? null : <p className="remark">{remark}</p>;
}

/** Why the validation of a run lies above its training curve, or what it is worth. */
function ValidationRemark() {
  const remark = useThrottled(
    (state) =>
      state.view.split === 'train'
        ? ''
        : describeValidation(charted(state).filter(({ visible }) => visible)).join(' '),
    REMARK_MS,
  );
  return remark === '' ? null : <p className="remark">{remark}</p>;
}

/** How charts and table showed the runs on an earlier visit. */
function storedChoice(choice: 'view' | 'table' | 'plot'): unknown {
  try {
    return JSON.parse(remembered(choice) ?? 'null');
  } catch {
    return null;
  }
}

/** Puts what is remembered on the page, and remembers each later choice; returns how to stop. */
function rememberView({ store, actions }: Playground): () => void {
  const [view, table, plot] = [storedChoice('view'), storedChoice('table'), storedChoice('plot')];
  if (view !== null) actions.setView(readView(view));
  const sent = store.getState().runs.some(({ origin }) => origin === 'link');
  if (table !== null) actions.setTable(sent ? unnarrowed(readTable(table)) : readTable(table));
  if (plot !== null) actions.setPlot(readRunsPlot(plot));
  return store.subscribe((state, before) => {
    if (state.view !== before.view) remember('view', JSON.stringify(state.view));
    if (state.table !== before.table) remember('table', JSON.stringify(state.table));
    if (state.plot !== before.plot) remember('plot', JSON.stringify(state.plot));
  });
}
