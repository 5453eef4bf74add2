/** The frame of 'Inside the network': which runs, which view, and the view itself. */
import { useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunId } from '../../../worker/protocol.ts';
import { LazyPart } from '../../ErrorBoundary.tsx';
import { useActions, usePage } from '../../playground.ts';
import { NoRuns } from '../NoRuns.tsx';
import { chosenRuns } from './chosenRuns.ts';
import { RunSelects } from './RunSelects.tsx';
import { VIEWS } from './views.ts';
import '../../styles/inside.css';
import '../../styles/views.css';
import '../../styles/layers.css';
import type { InsideView } from '../../../store/state.ts';

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
      <LazyPart key={view} what="this view" waiting={<p className="remark">Loading the view …</p>}>
        <View runs={runs} />
      </LazyPart>
    </div>
  );
}

/** Which view is open: radio buttons, so that one stop of the Tab key and the arrows reach all. */
export function ViewChoice({ chosen }: { readonly chosen: InsideView }) {
  const name = useId();
  const { setInside } = useActions();
  return (
    <div role="radiogroup" aria-label="View" className="inside-views">
      {VIEWS.map(({ view, name: words }) => (
        <label key={view}>
          <input type="radio" name={name} checked={view === chosen} onChange={() => setInside({ view })} />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}
