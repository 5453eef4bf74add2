/**
 * What a screen reader says unasked: starts, pauses and ends at once, the progress of a training run now and then (the
 * verdict is a live region of its own). It is there before its first words; the visible status changes too often to be
 * read out.
 */
import { usePage, useThrottled } from '../playground.ts';
import { describeUnrepeated, turnOf } from './news.ts';

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
