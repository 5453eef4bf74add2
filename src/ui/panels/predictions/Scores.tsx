/** What one run makes of the test images: how many it recognizes, what it mixes up, where it is sure and wrong. */
import { useEffect, useMemo, useState } from 'react';
import { SPLIT_SIZES } from '../../../data/dataSet.ts';
import type { Predictions } from '../../../inspection/question.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';
import { percent } from '../inside/numbers.ts';
import { Standing, Wait, WhyNot } from '../inside/Side.tsx';
import { useAnswer } from '../useAnswer.ts';
import { ClassTable } from './ClassTable.tsx';
import { Confusion } from './Confusion.tsx';
import { GuessList } from './GuessList.tsx';
import { imagesWords } from './guessWords.ts';
import { ScoredChoice } from './ScoredChoice.tsx';

export function Scores({ run }: { readonly run: RunId }) {
  const images = usePage((state) => state.predictions.images);
  const question = useMemo(() => ({ kind: 'predictions', images }) as const, [images]);
  const asked = useAnswer<'predictions'>(run, question);
  const predictions = asked?.answer?.answer;
  const shown = useLast(run, predictions);
  const refused = asked?.status.kind === 'unanswered';
  return (
    <>
      <ScoredChoice run={run} question={question} asked={asked} />
      <div className="predictions-standing">
        {predictions && <Score predictions={predictions} />}
        <Standing asked={asked} />
        <Wait asked={asked} live={false} what="the test images" />
        {refused && <WhyNot run={run} why={asked.status.why} />}
      </div>
      {shown && (predictions || !refused) && (
        <div className="predictions-body" aria-busy={!predictions}>
          <Confusion {...shown} />
          <Mistakes mistakes={shown.predictions.mistakes} />
          <ClassTable classes={shown.predictions.classes} />
        </div>
      )}
    </>
  );
}

interface Shown {
  readonly run: RunId;
  readonly predictions: Predictions;
}

/** These predictions, or the last ones until they are there, so that nothing jumps or closes. */
function useLast(run: RunId, predictions: Predictions | undefined): Shown | undefined {
  const [last, setLast] = useState<Shown>();
  useEffect(() => {
    if (predictions) setLast({ run, predictions });
  }, [run, predictions]);
  return predictions ? { run, predictions } : last;
}

function Score({ predictions: { images, score } }: { readonly predictions: Predictions }) {
  const which =
    images === SPLIT_SIZES.test ? `all ${imagesWords(images)}` : `the first ${imagesWords(images)}`;
  return (
    <p>
      <b>{percent(score.acc)}</b> of {which} of the test set recognized, loss {score.loss.toFixed(3)}
    </p>
  );
}

function Mistakes({ mistakes }: Pick<Predictions, 'mistakes'>) {
  return (
    <section className="predictions-section" aria-labelledby="confident-mistakes">
      <h3 id="confident-mistakes">The most confident mistakes</h3>
      {mistakes.length === 0 ? (
        <p>Not one image was taken for another class.</p>
      ) : (
        <GuessList
          label="The most confident mistakes"
          guesses={mistakes.map(({ picture, ...guess }) => ({ ...guess, pixels: picture.pixels }))}
        />
      )}
    </section>
  );
}
