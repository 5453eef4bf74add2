/** One run in the table. The numbers follow the store at most four times a second; the rest only when it changes. */
import { lazy, useRef, useState } from 'react';
import { timeLeft } from '../../../spec/numbers.ts';
import { type Baseline, testAccuracy } from '../../../store/baseline.ts';
import { isActive, type RunRecord } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import { secondsLeft } from '../../../store/timeLeft.ts';
import { placeInLine } from '../../../store/turns.ts';
import { colourProperty } from '../../charts/LineSample.tsx';
import { LazyPart } from '../../ErrorBoundary.tsx';
import { usePage, useThrottled } from '../../playground.ts';
import { DifferenceCell } from './DifferenceCell.tsx';
import { ForkDialog } from './ForkDialog.tsx';
import { NotesDialog } from './NotesDialog.tsx';
import { accuracyText, rawAccuracy, recentAccuracy, speed } from './numbers.ts';
import { Raw, Validation } from './Raw.tsx';
import { RunActions } from './RunActions.tsx';
import { RunName } from './RunName.tsx';
import type { Opened } from './runMenu.ts';
import { describeOrigin, describeProgress, imagesDone } from './words.ts';

const RunExport = lazy(async () => ({ default: (await import('./RunExport.tsx')).RunExport }));

const NUMBERS_MS = 250;

interface RunRowProps {
  readonly id: string;
  /** One of several seeds below their group's line. */
  readonly member?: boolean;
  readonly baseline: Baseline | undefined;
  /** Whether it is what is pinned, or part of it. */
  readonly pinned: boolean;
}

export function RunRow({ id, member = false, baseline, pinned }: RunRowProps) {
  const run = useThrottled((state) => findRun(state, id), NUMBERS_MS);
  const place = usePage((state) => placeInLine(state, id));
  // What a visitor just did to it does not wait for the numbers.
  const visible = usePage((state) => findRun(state, id)?.visible ?? true);
  const [opened, setOpened] = useState<Opened>();
  const row = useRef<HTMLTableRowElement>(null);
  if (!run) return null;
  const { experiment, points } = run;
  const close = () => setOpened(undefined);
  const named = (byKey: boolean): void => {
    close();
    // Back to where Rename was chosen.
    if (byKey) row.current?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus();
  };
  return (
    <tr ref={row} className={`${visible ? '' : 'hidden-run'} ${member ? 'member' : ''}`.trim()}>
      <th scope="row" data-label="Run">
        <RunName id={id} editing={opened === 'name'} onDone={named} />
        <RunRemarks run={run} />
      </th>
      <td data-label="Batch">{experiment.batch}</td>
      <td data-label="Progress" className="progress-cell">
        <RunProgress run={run} place={place} />
      </td>
      <td data-label="Train acc.">{accuracyText(recentAccuracy(points))}</td>
      <td data-label="Val acc.">
        <Validation runs={[run]} />
      </td>
      <td data-label="Test acc.">
        <b>{accuracyText(testAccuracy(run))}</b>
        <Raw values={[rawAccuracy(run)]} of="test" />
      </td>
      {baseline ? (
        <DifferenceCell runs={[run]} baseline={baseline} pinned={pinned} />
      ) : (
        <>
          <td data-label="Images/s" className="pace">
            {speed(run)}
          </td>
          <td data-label="Left" className="pace">
            <TimeLeft run={run} />
          </td>
        </>
      )}
      <td className="actions">
        <RunActions id={id} member={member} onOpen={setOpened} />
        {opened === 'fork' && <ForkDialog id={id} onClose={close} />}
        {opened === 'notes' && <NotesDialog id={id} onClose={close} />}
        {opened === 'export' && (
          <LazyPart what="the exports" onClose={close}>
            <RunExport id={id} onClose={close} />
          </LazyPart>
        )}
      </td>
    </tr>
  );
}

/** Where it came from, and what its owner wrote about it. */
function RunRemarks({ run }: { readonly run: RunRecord }) {
  const origin = describeOrigin(run);
  return (
    <>
      {origin !== '' && (
        <p className="origin" title={run.data?.why}>
          {origin}
        </p>
      )}
      {run.notes !== '' && (
        <p className="notes" dir="auto">
          {run.notes}
        </p>
      )}
    </>
  );
}

function TimeLeft({ run }: { readonly run: RunRecord }) {
  const left = useThrottled((state) => secondsLeft(run, state), NUMBERS_MS);
  return <>{isActive(run) && left !== undefined ? timeLeft(left) : '–'}</>;
}

interface RunProgressProps {
  readonly run: RunRecord;
  readonly place: number | undefined;
}

/** How far a run is: a bar while it works, words where it waits or ended. */
function RunProgress({ run, place }: RunProgressProps) {
  const { done, total } = imagesDone(run);
  return (
    <div className="run-progress">
      <progress
        aria-label={`Progress of ${run.name}`}
        max={total}
        value={done}
        style={{ color: colourProperty(run.colour) }}
      />
      <span className={run.status.kind}>{describeProgress(run, place)}</span>
    </div>
  );
}
