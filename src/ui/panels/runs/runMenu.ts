/** What a run's menu offers: only what can be done with it as it is. */

import { canGoOn, hasNetwork, isActive } from '../../../store/run.ts';
import type { PageState } from '../../../store/state.ts';
import type { Actions } from '../../../store/store.ts';
import { movesOf } from '../../../store/turns.ts';
import type { MenuItem } from '../Menu.tsx';

/** What a visitor has opened on a run's row: its name to edit, or a dialog. */
export type Opened = 'name' | 'fork' | 'notes' | 'export';

type RunMenuActions = Pick<Actions, 'move' | 'skip' | 'cancel' | 'rerun'> & {
  readonly open: (what: Opened) => void;
  /** Puts its settings into the form. */
  readonly load: () => void;
  /** Opens 'Inside the network' on it. */
  readonly look: () => void;
  /** Makes it what the others are held against, or no longer; undefined where there is no other. */
  readonly pinning: { readonly verb: string; readonly pin: () => void } | undefined;
  /** Deletes it and moves the focus to the way back. */
  readonly remove: () => void;
};

export function runMenu(
  state: Pick<PageState, 'runs' | 'turns'>,
  id: string,
  { move, skip, cancel, rerun, open, load, look, remove, pinning }: RunMenuActions,
): MenuItem[] {
  const run = state.runs.find((other) => other.id === id);
  if (!run) return [];
  const active = isActive(run);
  const { earlier, later } = movesOf(state, id);
  const again = run.origin === 'here' ? 'Re-run from the start' : undefined;
  return [
    ...(earlier === undefined ? [] : [{ name: 'Move up', onChoose: () => move(id, earlier) }]),
    ...(later === undefined
      ? []
      : [
          { name: 'Move down', onChoose: () => move(id, later) },
          { name: 'Skip: to the end of the line', onChoose: () => skip(id) },
        ]),
    ...(active ? [{ name: 'Cancel', onChoose: () => cancel(id) }] : []),
    // Where it can go on, that is the button, and this is the other way.
    ...(again && (active || canGoOn(run)) ? [{ name: again, onChoose: () => rerun(id) }] : []),
    ...(hasNetwork(run) ? [{ name: 'Look inside', onChoose: look }] : []),
    { name: 'Load settings into the form', onChoose: load },
    ...(pinning ? [{ name: pinning.verb, onChoose: pinning.pin }] : []),
    ...(run.kept ? [{ name: 'Fork …', onChoose: () => open('fork') }] : []),
    { name: 'Rename', onChoose: () => open('name') },
    { name: run.notes === '' ? 'Add notes …' : 'Edit notes …', onChoose: () => open('notes') },
    { name: 'Export …', onChoose: () => open('export') },
    { name: 'Delete', onChoose: remove, apart: true },
  ];
}
