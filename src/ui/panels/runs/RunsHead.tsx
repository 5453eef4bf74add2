/** Above the table: how runs take turns, how long all of them still need, what they differ in, and a way to clear all. */

import { type MouseEvent, useId } from 'react';
import { flushSync } from 'react-dom';
import { counted, timeLeft } from '../../../spec/numbers.ts';
import { isActive } from '../../../store/run.ts';
import { describeShown } from '../../../store/runGroups.ts';
import type { PageState, Turns } from '../../../store/state.ts';
import { shownRuns } from '../../../store/table.ts';
import { totalSecondsLeft } from '../../../store/timeLeft.ts';
import { lineLength } from '../../../store/turns.ts';
import { FolderButton } from '../../files/FileButtons.tsx';
import { useActions, usePage, useThrottled } from '../../playground.ts';
import { focusUndo } from '../Notices.tsx';
import { BaselineLine } from './BaselineLine.tsx';
import { FilterRow } from './FilterRow.tsx';
import { WatchLine } from './WatchLine.tsx';

const WORDS_MS = 1000;

export function RunsHead() {
  const { clearRuns } = useActions();
  const empty = usePage((state) => state.runs.length === 0);
  const difference = usePage((state) => describeShown(shownRuns(state)));
  const clear = (event: MouseEvent): void => {
    flushSync(clearRuns);
    focusUndo({ preventScroll: event.detail > 0 });
  };
  return (
    <div className="runs-head">
      <TurnsSelect />
      <p className="count">
        <Count />
      </p>
      <FolderButton />
      <button type="button" disabled={empty} onClick={clear}>
        Clear all
      </button>
      <WatchLine />
      {difference !== '' && <p className="remark">{difference}</p>}
      <FilterRow />
      <BaselineLine />
    </div>
  );
}

const NAMES: Readonly<Record<Turns, string>> = { race: 'Side by side', queue: 'One after another' };
const TURNS: readonly Turns[] = ['race', 'queue'];

function TurnsSelect() {
  const id = useId();
  const { setTurns } = useActions();
  const turns = usePage((state) => state.turns);
  return (
    <div className="inline-field">
      <label htmlFor={id}>Turns</label>
      <select
        id={id}
        value={turns}
        title="Side by side: up to six runs advance together, image by image. One after another: each has the machine to itself."
        onChange={(event) => {
          const chosen = TURNS.find((one) => one === event.target.value);
          if (chosen) setTurns(chosen);
        }}
      >
        {TURNS.map((one) => (
          <option key={one} value={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

const Count = () => <>{useThrottled(describeCount, WORDS_MS)}</>;

/** '12 runs · 1 training, 5 waiting · about 3 min 20 s left' */
export function describeCount(state: PageState): string {
  const { runs } = state;
  if (runs.length === 0) return '';
  const active = runs.filter(isActive);
  const waiting = lineLength(state);
  const held = active.filter((run) => run.held).length;
  const training = active.length - waiting - held;
  const doing = [
    training > 0 ? `${training} training` : '',
    waiting > 0 ? `${waiting} waiting` : '',
    held > 0 ? `${held} paused` : '',
  ].filter((part) => part !== '');
  const left = totalSecondsLeft(runs);
  return [
    counted(runs.length, 'run'),
    doing.join(', '),
    left === undefined ? '' : `about ${timeLeft(left)} left`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
