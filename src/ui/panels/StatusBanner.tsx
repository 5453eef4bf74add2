/** What is going on, in one sentence, with a bar; before the first run, what pressing Train will show. */
import { isActive } from '../../store/run.ts';
import { anyActive, overallProgress } from '../../store/selectors.ts';
import { Icon } from '../controls/Icon.tsx';
import { usePage, useThrottled } from '../playground.ts';
import { describeFirstRun } from './firstRun.ts';
import { describeUnrepeated, endedBadly } from './news.ts';

/** Screen readers read each change of the status out: no faster than they can speak. */
const WORDS_MS = 2000;
const BAR_MS = 250;

export function StatusBanner() {
  const active = usePage(anyActive);
  const bad = usePage(endedBadly);
  const empty = usePage((state) => state.runs.length === 0);
  const intro = usePage((state) => describeFirstRun(state.comparison));
  return (
    <div className={bad ? 'banner warning' : 'banner'}>
      {bad && <Icon name="warning" />}
      <Words />
      {active && <OverallBar />}
      {empty && <p className="intro">{intro}</p>}
    </div>
  );
}

function Words() {
  // A start, a pause and an end are told at once; only the numbers of a training run wait.
  const turn = usePage(({ paused, runs }) => {
    const active = runs.filter(isActive);
    return `${paused} ${active.length} ${active.some((run) => run.progress !== undefined)}`;
  });
  return (
    <p role="status">
      <ThrottledWords key={turn} />
    </p>
  );
}

const ThrottledWords = () => useThrottled(describeUnrepeated, WORDS_MS);

function OverallBar() {
  const done = useThrottled(overallProgress, BAR_MS);
  return <progress aria-label="All runs" max={1} value={done} />;
}
