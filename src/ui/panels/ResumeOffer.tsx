/** After a reload, a crash or a closed laptop: what was under way can go on where it was. */
import { type MouseEvent, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { describeInterrupted, goesOnAtOnce, interruptedRuns } from '../../store/interrupted.ts';
import { useActions, usePage } from '../playground.ts';

export function ResumeOffer() {
  const { goOn, rerun, setRunVisible } = useActions();
  const [declined, setDeclined] = useState(false);
  const runs = usePage(useShallow(interruptedRuns));
  if (declined || runs.length === 0) return null;
  const resume = (event: MouseEvent): void => {
    leave(event);
    for (const run of runs) if (!run.visible) setRunVisible(run.id, true);
    void goOn(runs.filter(goesOnAtOnce).map(({ id }) => id));
    // Too young to have weights of their own: from their seed they come to the same.
    for (const run of runs) if (!goesOnAtOnce(run)) rerun(run.id);
  };
  const decline = (event: MouseEvent): void => {
    leave(event);
    setDeclined(true);
  };
  return (
    <section className="notice warning" aria-label="Interrupted training">
      <p role="alert">{describeInterrupted(runs)}</p>
      <button type="button" className="primary" onClick={resume}>
        Resume
      </button>
      <button type="button" onClick={decline}>
        Not now
      </button>
    </section>
  );
}

/** The button goes with the panel: by keyboard, which makes clicks without a detail, the focus goes to Train. */
function leave(event: MouseEvent): void {
  if (event.detail === 0) document.querySelector<HTMLElement>('.run-buttons .primary')?.focus();
}
