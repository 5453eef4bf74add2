/** Which run stands on the left and which on the right. Choosing the other side's run swaps the two. */
import { useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';

interface RunSelectsProps {
  readonly left: RunId;
  readonly right: RunId | undefined;
  readonly onChoose: (runs: readonly [RunId, RunId | null]) => void;
}

export function RunSelects({ left, right, onChoose }: RunSelectsProps) {
  const choose = (onLeft: RunId, onRight: RunId | undefined): void => onChoose([onLeft, onRight ?? null]);
  return (
    <div className="inside-runs">
      <RunSelect
        label="Left run"
        run={left}
        onChoose={(run = left) => choose(run, run === right ? left : right)}
      />
      <RunSelect
        label="Right run"
        run={right}
        none
        onChoose={(run) => (run === left && right !== undefined ? choose(right, left) : choose(left, run))}
      />
    </div>
  );
}

interface RunSelectProps {
  readonly label: string;
  readonly run: RunId | undefined;
  /** Whether there may be no run here. */
  readonly none?: boolean;
  readonly onChoose: (run: RunId | undefined) => void;
}

function RunSelect({ label, run, none = false, onChoose }: RunSelectProps) {
  const id = useId();
  const ids = usePage(useShallow(({ runs }) => runs.map((each) => each.id)));
  const names = usePage(useShallow(({ runs }) => runs.map((each) => each.name)));
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={run ?? ''} onChange={({ target }) => onChoose(target.value || undefined)}>
        {none && <option value="">None</option>}
        {ids.map((each, i) => (
          <option key={each} value={each}>
            {names[i]}
          </option>
        ))}
      </select>
    </div>
  );
}
