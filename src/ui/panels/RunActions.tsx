/** What can be done with one run: hide it in the charts, train it again, delete it. */
import type { MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { findRun } from '../../store/selectors.ts';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { useActions, usePage } from '../playground.ts';
import { focusUndo } from './focusUndo.ts';

export function RunActions({ id }: { readonly id: string }) {
  const { setRunVisible, rerun, deleteRun } = useActions();
  const name = usePage((state) => findRun(state, id)?.name ?? '');
  const visible = usePage((state) => findRun(state, id)?.visible ?? true);
  const remove = (event: MouseEvent): void => {
    flushSync(() => deleteRun(id));
    // The button is gone; a click by keyboard has no detail, and only then may the page scroll to the notice.
    focusUndo({ preventScroll: event.detail > 0 });
  };
  return (
    <>
      <Action
        icon={visible ? 'visible' : 'hidden'}
        verb={visible ? 'Hide' : 'Show'}
        name={name}
        onClick={() => setRunVisible(id, !visible)}
      />
      <Action icon="again" verb="Re-run" name={name} onClick={() => rerun(id)} />
      <Action icon="delete" verb="Delete" name={name} onClick={remove} />
    </>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly verb: string;
  readonly name: string;
  readonly onClick: (event: MouseEvent) => void;
}

const Action = ({ icon, verb, name, onClick }: ActionProps) => (
  <button type="button" className="quiet" aria-label={`${verb} ${name}`} title={verb} onClick={onClick}>
    <Icon name={icon} />
  </button>
);
