/** What one or two runs make of the test images: how many they recognize, where they differ, what they mix up. */

import { useMemo, useState } from 'react';
import type { Predictions } from '../../../inspection/question.ts';
import { counted, decimal, percent } from '../../../spec/numbers.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';
import { ScrollBox } from '../inside/ScrollBox.tsx';
import { Side } from '../inside/Side.tsx';
import { useSpec } from '../useSpec.ts';
import { Beside, type ScoredSide, type Shown, useSide } from './Beside.tsx';
import { ClassTable } from './ClassTable.tsx';
import { Confusion } from './Confusion.tsx';
import { type ClassOrder, WORST_FIRST } from './classRows.ts';
import { Disagreement } from './Disagreement.tsx';
import { GuessList } from './GuessList.tsx';
import { describeUnsettled } from './guessWords.ts';
import { MANY_CLASSES } from './mixups.ts';
import { ScoreAgain } from './ScoreAgain.tsx';

interface ScoresProps {
  readonly left: RunId;
  readonly right: RunId | undefined;
}

export function Scores({ left, right }: ScoresProps) {
  const images = usePage((state) => state.predictions.images);
  const question = useMemo(() => ({ kind: 'predictions', images }) as const, [images]);
  const first = useSide(left, question);
  const second = useSide(right, question);
  const sides = [first, second].filter((side) => side !== undefined);
  return (
    <>
      <div className="beside">
        {sides.map(({ run, asked }) => (
          <Side key={run} run={run} asked={asked} label="Score of">
            {asked?.answer && <Score run={run} step={asked.answer.step} predictions={asked.answer.answer} />}
            <ScoreAgain run={run} question={question} asked={asked} />
          </Side>
        ))}
      </div>
      {sides.some(({ shown }) => shown) && (
        <div className="predictions-body" aria-busy={sides.some(({ stale }) => stale)}>
          {first?.shown && second?.shown && <Disagreement first={first.shown} second={second.shown} />}
          <Confusion sides={sides} />
          <Mistakes sides={sides} />
          <Classes sides={sides} />
        </div>
      )}
    </>
  );
}

interface ScoreProps {
  readonly run: RunId;
  /** Updates before it was scored. */
  readonly step: number;
  readonly predictions: Predictions;
}

function Score({ run, step, predictions: { images, score } }: ScoreProps) {
  const all = useSpec(run)?.counts.test;
  const which = images === all ? `all ${counted(images, 'image')}` : `the first ${counted(images, 'image')}`;
  const unsettled = usePage((state) => {
    const record = findRun(state, run);
    return record && describeUnsettled(record, step);
  });
  return (
    <>
      <p>
        <b>{percent(score.acc)}</b> of {which} of the test set recognized, loss {decimal(score.loss, 3)}
      </p>
      {unsettled && <p className="caution">{unsettled}</p>}
    </>
  );
}

interface SidesProps {
  readonly sides: readonly ScoredSide[];
}

const Mistakes = ({ sides }: SidesProps) => (
  <section className="predictions-section" aria-labelledby="confident-mistakes">
    <h3 id="confident-mistakes">The most confident mistakes</h3>
    <Beside sides={sides}>
      {(shown, of) =>
        shown.predictions.mistakes.length === 0 ? (
          <p>Not one image was taken for another class.</p>
        ) : (
          <MistakesOf {...shown} of={of} />
        )
      }
    </Beside>
  </section>
);

const MistakesOf = ({ run, predictions: { mistakes }, of }: Shown & { readonly of: string }) => (
  <GuessList
    label={`The most confident mistakes${of}`}
    spec={useSpec(run)}
    guesses={mistakes.map(({ picture, ...guess }) => ({ ...guess, pixels: picture.pixels }))}
  />
);

/** Sorted alike, so that the two can be held against each other. */
function Classes({ sides }: SidesProps) {
  const [order, setOrder] = useState(WORST_FIRST);
  return (
    <section className="predictions-section" aria-labelledby="classes-heading">
      <h3 id="classes-heading">Class by class</h3>
      <p className="predictions-lead">
        Precision: of the images that it calls so, the share that are. Recall: of the images that are, the
        share that it calls so.
      </p>
      <Beside sides={sides}>
        {(shown, of) => <ClassesOf {...shown} of={of} order={order} onOrder={setOrder} />}
      </Beside>
    </section>
  );
}

interface ClassesOfProps extends Shown {
  readonly of: string;
  readonly order: ClassOrder;
  readonly onOrder: (order: ClassOrder) => void;
}

function ClassesOf({ run, predictions: { classes }, of, order, onOrder }: ClassesOfProps) {
  const label = `Precision and recall${of}`;
  const table = <ClassTable {...{ label, classes, order, onOrder }} spec={useSpec(run)} />;
  if (classes.length <= MANY_CLASSES) return table;
  return <ScrollBox label={`${label}, class by class`}>{table}</ScrollBox>;
}
