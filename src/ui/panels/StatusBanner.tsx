/**
 * What is going on, in one sentence, with a bar; before the first run, what pressing Train will show; at rest, what the
 * runs say about the methods, with the status small below it.
 */
import { hasVerdict } from '../../store/comparedRuns.ts';
import { havePartedWays } from '../../store/live.ts';
import { isActive, withShortNames } from '../../store/run.ts';
import { anyActive, overallProgress } from '../../store/selectors.ts';
import type { PageState } from '../../store/state.ts';
import { describeStatus } from '../../store/status.ts';
import { Icon } from '../controls/Icon.tsx';
import { usePage, useThrottled } from '../playground.ts';
import { describeFirstRun } from './firstRun.ts';
import { useLookInside } from './useLookInside.ts';
import { VerdictBanner } from './verdict/VerdictBanner.tsx';

/** Not far behind the bar, and not faster than one can read; `Announcer` tells screen readers. */
const WORDS_MS = 1000;
const BAR_MS = 250;

export function StatusBanner() {
  const active = usePage(anyActive);
  const judged = usePage((state) => !anyActive(state) && hasVerdict(state));
  const bad = usePage(endedBadly) && !judged;
  const empty = usePage((state) => state.runs.length === 0);
  // The guide says it where it is open.
  const intro = usePage(
    ({ guide, comparison }) => `${guide ? '' : 'Press Train: '}${describeFirstRun(comparison)}`,
  );
  return (
    <div className={['banner', bad && 'warning', judged && 'judged'].filter(Boolean).join(' ')}>
      {bad && <Icon name="warning" />}
      <VerdictBanner judged={judged} />
      <Words />
      {active && <OverallBar />}
      <EarlyLook />
      {empty && <p>{intro}</p>}
    </div>
  );
}

export function Words() {
  const stage = usePage(stageOf);
  return (
    <p role="status" aria-live="off">
      <ThrottledWords key={stage} />
    </p>
  );
}

const ThrottledWords = () => <>{useThrottled(describeUnrepeated, WORDS_MS)}</>;

/** As soon as the curves part there is something to look into. */
function EarlyLook() {
  const lookInside = useLookInside();
  const elsewhere = usePage(({ tab, guide }) => tab !== 'inside' && !guide);
  const parted = useThrottled(({ runs }) => havePartedWays(runs), WORDS_MS);
  if (!parted || !elsewhere) return null;
  return (
    <p>
      The curves have parted.{' '}
      <button type="button" onClick={lookInside}>
        Look inside
      </button>
    </p>
  );
}

export function OverallBar() {
  const done = useThrottled(overallProgress, BAR_MS);
  return <progress aria-label="All runs" max={1} value={done} />;
}

/**
 * What a screen reader says unasked: starts, pauses and ends at once, the progress of a training run now and then (the
 * verdict is a live region of its own). It is there before its first words; the visible status changes too often to be
 * read out.
 */
const PROGRESS_MS = 20_000;

export function Announcer() {
  const turn = usePage(turnOf);
  return (
    <div className="announcer visually-hidden" aria-live="polite">
      <News key={turn} />
    </div>
  );
}

const News = () => <p>{useThrottled(describeUnrepeated, PROGRESS_MS)}</p>;

/** At rest, with a run that diverged or failed: its sentence is a warning. */
export const endedBadly = ({ runs }: Pick<PageState, 'runs'>): boolean =>
  !runs.some(isActive) && runs.some(({ status }) => status.kind === 'diverged' || status.kind === 'failed');

/** The status, without the reason that a notice gives in the same words. */
export function describeUnrepeated(state: PageState): string {
  const words = describeStatus(state);
  const [run] = withShortNames(state.runs);
  const repeated = state.notices.some(({ message }) => words.includes(message));
  return repeated && run && endedBadly(state) ? `${run.name} ${run.status.kind}.` : words;
}

/** Changes where a start, a pause, an end, or another table is told at once; only the numbers of a training run wait. */
export function turnOf({ paused, runs }: Pick<PageState, 'paused' | 'runs'>): string {
  const active = runs.filter(isActive);
  return `${paused} ${runs.length} ${active.length} ${active.some((run) => run.progress !== undefined)}`;
}

/** Changes also where training turns to scoring, which the table and the bar show at once. */
export function stageOf(state: Pick<PageState, 'paused' | 'runs'>): string {
  const kinds = state.runs.filter(isActive).map(({ status }) => status.kind);
  return `${turnOf(state)} ${kinds.find((kind) => kind !== 'waiting')}`;
}
