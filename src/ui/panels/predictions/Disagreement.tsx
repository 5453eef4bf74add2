/** The images that one run recognizes and the other does not, both ways round. */
import { useMemo } from 'react';
import {
  type Disagreement as Counts,
  disagreement,
  type TwoGuesses,
} from '../../../inspection/disagreement.ts';
import { nameGroups } from '../../../results/groupNames.ts';
import { counted, grouped } from '../../../spec/numbers.ts';
import type { RunRecord } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';
import type { Shown } from './Beside.tsx';
import { probabilityWords } from './guessWords.ts';
import { Pictured } from './Pictured.tsx';

interface DisagreementProps {
  readonly first: Shown;
  readonly second: Shown;
}

export function Disagreement({ first, second }: DisagreementProps) {
  const found = useMemo(
    () => disagreement(first.predictions, second.predictions),
    [first.predictions, second.predictions],
  );
  const one = usePage((state) => findRun(state, first.run));
  const other = usePage((state) => findRun(state, second.run));
  if (!one || !other) return null;
  const names = sideNames(one, other);
  return (
    <section className="predictions-section" aria-labelledby="disagreement-heading">
      <h3 id="disagreement-heading">Where the two part ways</h3>
      {found ? (
        <>
          <p className="predictions-lead">{summary(found, first.predictions.images)}</p>
          <div className="beside">
            <Only run={first.run} pairs={found.firstOnly} by="first" gets={names[0]} misses={names[1]} />
            <Only run={first.run} pairs={found.secondOnly} by="second" gets={names[1]} misses={names[0]} />
          </div>
        </>
      ) : (
        <p className="remark">
          The two were not scored on the same images, so they cannot be compared image by image.
        </p>
      )}
    </section>
  );
}

const summary = ({ both, neither }: Counts, images: number): string =>
  `Of the same ${counted(images, 'image')}, both recognize ${grouped(both)} and neither ${grouped(neither)}. The others one of them gets and the other misses.`;

/** More of them are not looked at. */
const MOST = 60;

interface OnlyProps {
  readonly run: RunId;
  readonly pairs: readonly TwoGuesses[];
  /** Which of the two is right. */
  readonly by: 'first' | 'second';
  readonly gets: string;
  readonly misses: string;
}

function Only({ run, pairs, by, gets, misses }: OnlyProps) {
  const words = `${gets} gets, ${misses} misses`;
  const guesses = pairs.slice(0, MOST).map((pair) => ({
    ...(by === 'first' ? pair.second : pair.first),
    note: (
      <>
        {gets}: <span className="probability">{probabilityWords(pair[by].probability)}</span>
      </>
    ),
  }));
  return (
    <div className="cell-images">
      <h4>
        {words}: {counted(pairs.length, 'image')}
      </h4>
      <Pictured
        run={run}
        label={words}
        guesses={guesses}
        count={pairs.length}
        which="of which both were most sure"
      />
    </div>
  );
}

type Named = Pick<RunRecord, 'experiment' | 'fork' | 'name'>;

/** What tells two runs apart, in a few words: 'BN' and 'GN(32)+WS'; of one method 'batch 2' and 'batch 64', or 'seed 1' and 'seed 2'. */
export function sideNames(first: Named, second: Named): readonly [string, string] {
  const [one, other] = nameGroups([first, second]).names;
  if (one !== undefined && other !== undefined && one !== other) return [one, other];
  const seeds = [first, second].map(({ experiment }) => `seed ${experiment.seed}`);
  if (seeds[0] !== undefined && seeds[1] !== undefined && seeds[0] !== seeds[1]) return [seeds[0], seeds[1]];
  return [first.name, second.name];
}
