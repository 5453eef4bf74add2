/** The frame of 'Inside the network': which runs, which view, and the view itself. */
import { Suspense } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions, usePage } from '../../playground.ts';
import { NoRuns } from '../NoRuns.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { chosenRuns } from './chosenRuns.ts';
import { RunSelects } from './RunSelects.tsx';
import { ViewChoice } from './ViewChoice.tsx';
import { VIEWS } from './views.ts';
import '../../styles/inside.css';
import '../../styles/views.css';
import '../../styles/layers.css';

export function InsideFrame() {
  const { setInside } = useActions();
  const [left, right] = usePage(useShallow((state) => chosenRuns(state.runs, state.inside.runs) ?? []));
  const view = usePage((state) => state.inside.view);
  if (left === undefined) {
    return (
      <NoRuns button="Train and watch">
        There is no network to look into yet: train the comparison, and watch its layers while they learn.
      </NoRuns>
    );
  }
  const { View, lead } = VIEWS.find((entry) => entry.view === view) ?? VIEWS[0];
  const runs: readonly RunId[] = right === undefined ? [left] : [left, right];
  return (
    <div className="inside">
      <RunSelects left={left} right={right} onChoose={(chosen) => setInside({ runs: chosen })} />
      <ViewChoice chosen={view} />
      <p className="inside-lead">{lead}</p>
      <PanelBoundary key={view} what="this view">
        <Suspense fallback={<p className="remark">Loading the view …</p>}>
          <View runs={runs} />
        </Suspense>
      </PanelBoundary>
    </div>
  );
}
