/** From a run's row to the tab that looks into it; the row goes, so the focus moves to the tab. */
import { flushSync } from 'react-dom';
import type { Playground } from '../../../store/store.ts';
import type { RunId } from '../../../worker/protocol.ts';

export function lookInside({ actions }: Playground, id: RunId): void {
  // Beside it stands the run that compares best.
  actions.setInside({ runs: [id, undefined] });
  flushSync(() => actions.setTab('inside'));
  document.getElementById('tab-inside')?.focus();
}
