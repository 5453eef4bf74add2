/**
 * What can be done with one run. The two or three things that its state calls for are buttons; the rest is in a menu,
 * since a row of nine icons says nothing.
 */
import { memo } from 'react';
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { pinKey } from '../../../store/baseline.ts';
import { canGoOn, isActive, type RunRecord } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import type { PageState } from '../../../store/state.ts';
import type { Playground } from '../../../store/store.ts';
import { isBaseline } from '../../../store/table.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { Icon, type IconName } from '../../controls/Icon.tsx';
import { useActions, usePage, usePlayground } from '../../playground.ts';
import { revealForm } from '../../reveal.ts';
import { Menu, type MenuItem } from '../Menu.tsx';
import { focusUndo } from '../Notices.tsx';
import { usePin } from './pin.ts';
import { type Opened, runMenu } from './runMenu.ts';

interface RunActionsProps {
  readonly id: string;
  /** One of several seeds below their group's line. */
  readonly member: boolean;
  readonly onOpen: (what: Opened) => void;
}

export const RunActions = memo(function RunActions({ id, member, onOpen }: RunActionsProps) {
  const playground = usePlayground();
  const { setRunVisible, deleteRun } = useActions();
  const { name, visible, steering } = usePage(useShallow((state) => shown(state, id)));
  const steer = useSteering(id)[steering];
  const setBaseline = usePin();
  const label = `More for ${name}`;
  const items = (): MenuItem[] => {
    const state = playground.store.getState();
    const remove = (): void => {
      flushSync(() => deleteRun(id));
      focusUndo({ preventScroll: true });
    };
    const load = (): void => {
      playground.actions.loadSettings([id]);
      revealForm();
    };
    const look = (): void => lookInside(playground, id);
    const run = findRun(state, id);
    const { baseline } = state.table;
    // Seeds of it that come later belong to it; one of several is pinned by itself.
    const key = member || state.table.grouping === 'none' ? id : run && pinKey([run]);
    const pinned = run !== undefined && isBaseline(run, baseline) && !(member && baseline !== id);
    const pin = (): void => setBaseline(pinned ? undefined : key, label);
    const several = state.runs.length > 1;
    const pinning = several ? { verb: pinned ? 'Unpin' : 'Pin as baseline', pin } : undefined;
    return runMenu(state, id, { ...playground.actions, open: onOpen, load, look, remove, pinning });
  };
  return (
    <>
      <Action {...steer} name={name} />
      <Action
        icon={visible ? 'visible' : 'hidden'}
        verb={visible ? 'Hide' : 'Show'}
        name={name}
        onClick={() => setRunVisible(id, !visible)}
      />
      <Menu label={label} items={items} />
    </>
  );
});

/** What the first button does. */
type Steering = 'pause' | 'resume' | 'goOn' | 'again' | 'here';

function steeringOf(run: RunRecord): Steering {
  if (isActive(run)) return run.held ? 'resume' : 'pause';
  if (canGoOn(run)) return 'goOn';
  return run.origin === 'here' ? 'again' : 'here';
}

function shown(state: PageState, id: string) {
  const run = findRun(state, id);
  return run
    ? { name: run.name, visible: run.visible, steering: steeringOf(run) }
    : { name: '', visible: true, steering: 'again' as const };
}

function useSteering(id: string): Readonly<Record<Steering, Omit<ActionProps, 'name'>>> {
  const { hold, goOn, rerun } = useActions();
  return {
    pause: { icon: 'pause', verb: 'Pause', onClick: () => hold(id, true) },
    resume: { icon: 'resume', verb: 'Resume', onClick: () => hold(id, false) },
    goOn: { icon: 'resume', verb: 'Resume', onClick: () => void goOn([id]) },
    again: { icon: 'again', verb: 'Re-run', onClick: () => rerun(id) },
    here: { icon: 'resume', verb: 'Run here', onClick: () => rerun(id) },
  };
}

interface ActionProps {
  readonly icon: IconName;
  readonly verb: string;
  readonly name: string;
  readonly onClick: () => void;
}

const Action = ({ icon, verb, name, onClick }: ActionProps) => (
  <button type="button" className="quiet" aria-label={`${verb} ${name}`} title={verb} onClick={onClick}>
    <Icon name={icon} />
  </button>
);

/** From a run's row to the tab that looks into it; the row goes, so the focus moves to the tab. */
function lookInside({ actions }: Playground, id: RunId): void {
  // Beside it stands the run that compares best.
  actions.setInside({ runs: [id, undefined] });
  flushSync(() => actions.setTab('inside'));
  document.getElementById('tab-inside')?.focus();
}
