/** What every run of the charts makes of the picture, side by side. */
import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { isGrey } from '../../../../spec/dataSpec.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import { hasNetwork } from '../../../../store/run.ts';
import { usePage } from '../../../playground.ts';
import { RunGuess } from './RunGuess.tsx';
import { isBlank } from './stroke.ts';

/** More are not compared at a glance. */
const MOST_RUNS = 12;
/** While the pen moves, in milliseconds. */
const PAUSE_MS = 120;

export function RunGuesses({ sketch }: { readonly sketch: Sketch }) {
  const runs = usePage(
    useShallow((state) => state.runs.filter((run) => run.visible && hasNetwork(run)).map(({ id }) => id)),
  );
  const settled = useDebounced(sketch, PAUSE_MS);
  const question = useMemo(
    () => (isBlank(settled) ? undefined : ({ kind: 'classification', pixels: settled.pixels } as const)),
    [settled],
  );
  if (runs.length === 0)
    return <p className="remark">No run of the charts has weights that could be asked.</p>;
  return (
    <>
      {!question && (
        <p className="remark">
          {isGrey(sketch) ? 'Draw something' : 'Choose a picture'}, and every run says what it takes it for.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard */}
      <section className="run-guesses" aria-label="What the runs take it for" tabIndex={0}>
        {runs.slice(0, MOST_RUNS).map((run) => (
          <RunGuess key={run} run={run} question={question} />
        ))}
      </section>
      {runs.length > MOST_RUNS && (
        <p className="remark">
          The first {MOST_RUNS} of {runs.length} runs. Hide some in the charts to see others.
        </p>
      )}
    </>
  );
}

/** A value that follows another one after a pause, so that a quick series of changes counts once. */
function useDebounced<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
