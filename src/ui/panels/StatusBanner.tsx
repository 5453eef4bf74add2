/**
 * What is going on, in one sentence, with a bar; before the first run, what pressing Train will show; at rest, what the
 * runs say about the methods, with the status small below it.
 */
import { hasVerdict } from '../../store/comparedRuns.ts';
import { isActive } from '../../store/run.ts';
import { anyActive, overallProgress } from '../../store/selectors.ts';
import { Icon } from '../controls/Icon.tsx';
import { usePage, useThrottled } from '../playground.ts';
import { describeFirstRun } from './firstRun.ts';
import { describeUnrepeated, endedBadly } from './news.ts';
import { VerdictBanner } from './verdict/VerdictBanner.tsx';

/** No faster than one can read; Announcer.tsx tells screen readers. */
const WORDS_MS = 2000;
const BAR_MS = 250;

export function StatusBanner() {
  const active = usePage(anyActive);
  const judged = usePage((state) => !anyActive(state) && hasVerdict(state));
  const bad = usePage(endedBadly) && !judged;
  const empty = usePage((state) => state.runs.length === 0);
  const intro = usePage((state) => describeFirstRun(state.comparison));
  return (
    <div className={['banner', bad && 'warning', judged && 'judged'].filter(Boolean).join(' ')}>
      {bad && <Icon name="warning" />}
      {judged && <VerdictBanner />}
      <Words />
      {active && <OverallBar />}
      {empty && <p className="intro">{intro}</p>}
    </div>
  );
}

export function Words() {
  // A start, a pause and an end are told at once; only the numbers of a training run wait.
  const turn = usePage(({ paused, runs }) => {
    const active = runs.filter(isActive);
    return `${paused} ${active.length} ${active.some((run) => run.progress !== undefined)}`;
  });
  return (
    <p role="status" aria-live="off">
      <ThrottledWords key={turn} />
    </p>
  );
}

const ThrottledWords = () => useThrottled(describeUnrepeated, WORDS_MS);

export function OverallBar() {
  const done = useThrottled(overallProgress, BAR_MS);
  return <progress aria-label="All runs" max={1} value={done} />;
}
