/** The line above the seeds of one experiment: how far they are together, and their mean and deviation. */

import { flushSync } from 'react-dom';
import { expandRepeats } from '../../../spec/experiment.ts';
import { counted, timeLeft } from '../../../spec/numbers.ts';
import { type Baseline, pinKey, testAccuracy } from '../../../store/baseline.ts';
import { canGoOn, isActive, type RunRecord } from '../../../store/run.ts';
import { countedRuns, runGroupKey } from '../../../store/runGroups.ts';
import { findRun } from '../../../store/selectors.ts';
import type { PageState } from '../../../store/state.ts';
import { secondsLeft } from '../../../store/timeLeft.ts';
import { colourProperty, LineSample } from '../../charts/LineSample.tsx';
import { Icon } from '../../controls/Icon.tsx';
import { useActions, usePage, usePlayground, useThrottled } from '../../playground.ts';
import { revealForm } from '../../reveal.ts';
import { Menu, type MenuItem } from '../Menu.tsx';
import { focusUndo } from '../Notices.tsx';
import { DifferenceCell } from './DifferenceCell.tsx';
import { rawAccuracy, recentAccuracy, spread } from './numbers.ts';
import { seedsOf } from './order.ts';
import { usePin } from './pin.ts';
import { Raw, Validation } from './Raw.tsx';
import { describeGroupProgress, describeSection, describeSeeds, imagesDone } from './words.ts';

const NUMBERS_MS = 250;

interface GroupRowProps {
  readonly ids: readonly string[];
  readonly name: string;
  readonly folded: boolean;
  readonly onFold: () => void;
  /** A head above groups of seeds, which differ in more than the seed. */
  readonly section?: boolean;
  readonly baseline?: Baseline | undefined;
  readonly pinned?: boolean;
}

const membersOf = (state: PageState, ids: readonly string[]): RunRecord[] =>
  ids.flatMap((id) => findRun(state, id) ?? []);

export function GroupRow({
  ids,
  name,
  folded,
  onFold,
  section = false,
  baseline,
  pinned = false,
}: GroupRowProps) {
  const { runs, left } = useThrottled((state) => {
    const members = membersOf(state, ids);
    return { runs: members, left: longestLeft(members, state) };
  }, NUMBERS_MS);
  const visible = usePage((state) => membersOf(state, ids).some((run) => run.visible));
  const counting = section ? seedsOf(runs) : countedRuns(runs);
  const groups = section ? new Set(runs.map(runGroupKey)).size : 1;
  const [first] = runs;
  if (!first) return null;
  const batches = new Set(runs.map(({ experiment }) => experiment.batch));
  return (
    <tr className={`group${visible ? '' : ' hidden-run'}`}>
      <th scope="rowgroup" data-label="Run">
        <span className="run-name">
          <button
            type="button"
            className="quiet fold"
            aria-expanded={!folded}
            aria-label={section ? `Runs of ${name}` : `Seeds of ${name}`}
            onClick={onFold}
          >
            <Icon name={folded ? 'folded' : 'unfolded'} />
          </button>
          {!section && <LineSample colour={first.colour} split="train" />}
          <span className="text">
            {name}{' '}
            <span
              className="seeds"
              title={
                section ? 'Mean and deviation are over all of these, whatever their settings.' : undefined
              }
            >
              {section ? describeSection(groups, runs.length) : describeSeeds(counting.length, runs.length)}
            </span>
          </span>
        </span>
      </th>
      <td data-label="Batch">{batches.size > 1 ? '–' : first.experiment.batch}</td>
      <td data-label="Progress" className="progress-cell">
        <GroupProgress runs={runs} name={name} />
      </td>
      <td data-label="Train acc.">{spread(counting.map(({ points }) => recentAccuracy(points)))}</td>
      <td data-label="Val acc.">
        <Validation runs={counting} />
      </td>
      <td data-label="Test acc.">
        <b>{spread(counting.map(testAccuracy))}</b>
        <Raw values={counting.map(rawAccuracy)} of="test" />
      </td>
      {baseline ? (
        <DifferenceCell runs={section ? [] : runs} baseline={baseline} pinned={pinned} />
      ) : (
        <>
          <td data-label="Images/s" className="pace">
            –
          </td>
          <td data-label="Left" className="pace">
            {left === undefined ? '–' : timeLeft(left)}
          </td>
        </>
      )}
      <td className="actions">
        <GroupActions ids={ids} name={name} visible={visible} section={section} pinned={pinned} />
      </td>
    </tr>
  );
}

/** Until the last of them has ended; undefined where that is not known, or none trains. */
function longestLeft(runs: readonly RunRecord[], state: PageState): number | undefined {
  const active = runs.filter((run) => isActive(run) && !run.held);
  const left = active.map((run) => secondsLeft(run, state));
  const known = left.filter((seconds) => seconds !== undefined);
  return active.length > 0 && known.length === active.length ? Math.max(...known) : undefined;
}

function GroupProgress({ runs, name }: { readonly runs: readonly RunRecord[]; readonly name: string }) {
  const all = runs.map(imagesDone);
  const total = all.reduce((sum, one) => sum + one.total, 0);
  return (
    <div className="run-progress">
      <progress
        aria-label={`Progress of ${name}`}
        max={total}
        value={all.reduce((sum, { done }) => sum + done, 0)}
        style={{ color: colourProperty(runs[0]?.colour ?? 0) }}
      />
      <span>{describeGroupProgress(runs)}</span>
    </div>
  );
}

interface GroupActionsProps extends Pick<GroupRowProps, 'ids' | 'name'> {
  readonly visible: boolean;
  readonly section: boolean;
  readonly pinned: boolean;
}

function GroupActions({ ids, name, visible, section, pinned }: GroupActionsProps) {
  const { store } = usePlayground();
  const { setRunsVisible, hold, goOn, cancel, deleteRuns, trainAll, loadSettings } = useActions();
  const pin = usePin();
  const label = `More for ${name}`;
  const each = (act: (id: string) => void) => () => ids.forEach(act);
  const items = (): MenuItem[] => {
    const members = membersOf(store.getState(), ids);
    const active = members.filter(isActive);
    const more = furtherSeeds(members);
    const resume = (): void => {
      for (const id of ids) hold(id, false);
      void goOn(members.filter(canGoOn).map(({ id }) => id));
    };
    const remove = (): void => {
      flushSync(() => deleteRuns(ids));
      focusUndo({ preventScroll: true });
    };
    const load = (): void => {
      loadSettings(ids);
      revealForm();
    };
    return [
      ...(section
        ? []
        : [
            { name: 'Load settings into the form', onChoose: load },
            pinned
              ? { name: 'Unpin', onChoose: () => pin(undefined, label) }
              : { name: 'Pin as baseline', onChoose: () => pin(pinKey(members), label) },
          ]),
      ...(!section && more.length > 0
        ? [{ name: `Run ${counted(more.length, 'more seed')}`, onChoose: () => trainAll(more) }]
        : []),
      ...(active.some((run) => !run.held)
        ? [{ name: 'Pause all', onChoose: each((id) => hold(id, true)) }]
        : []),
      ...(members.some((run) => run.held || canGoOn(run)) ? [{ name: 'Resume all', onChoose: resume }] : []),
      ...(active.length > 0 ? [{ name: 'Cancel all', onChoose: each(cancel) }] : []),
      { name: `Delete all ${ids.length}`, onChoose: remove, apart: true },
    ];
  };
  const verb = visible ? 'Hide' : 'Show';
  return (
    <>
      <button
        type="button"
        className="quiet"
        aria-label={`${verb} all of ${name}`}
        title={`${verb} all`}
        onClick={() => setRunsVisible(ids, !visible)}
      >
        <Icon name={visible ? 'visible' : 'hidden'} />
      </button>
      <Menu label={label} items={items} />
    </>
  );
}

const MORE_SEEDS = 3;

/** The seeds after those that are there; none for forks, which need a run to leave. */
function furtherSeeds(members: readonly RunRecord[]) {
  const [first] = members;
  if (!first || first.fork) return [];
  const seed = 1 + Math.max(...members.map(({ experiment }) => experiment.seed));
  return expandRepeats({ ...first.experiment, seed, repeats: MORE_SEEDS });
}
