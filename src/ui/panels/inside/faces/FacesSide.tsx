/** Both faces of one run. */

import { useEffect, useState } from 'react';
import type { Faces } from '../../../../inspection/question.ts';
import { capital } from '../../../../spec/describe.ts';
import type { Experiment } from '../../../../spec/experiment.ts';
import { grouped, percent } from '../../../../spec/numbers.ts';
import { findRun } from '../../../../store/selectors.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { usePage } from '../../../playground.ts';
import { FacesPlot } from '../../../plots/FacesPlot.tsx';
import { useAnswer } from '../../useAnswer.ts';
import { useOnDemand } from '../../useOnDemand.ts';
import { points } from '../numbers.ts';
import { Side } from '../Side.tsx';
import { useRunLooks } from '../useRunLooks.ts';
import { ChannelPlots } from './ChannelPlots.tsx';
import { facesHeadline, gapOf, hasTwoFaces, trainedWith } from './faceWords.ts';
import { Recalibrate } from './Recalibrate.tsx';
import {
  imagesUsed,
  RECALIBRATION,
  type RecalibrationChoice,
  recalibrationQuestion,
  SCORED,
} from './recalibration.ts';
import { type SeenFaces, withSeen } from './seen.ts';

const QUESTION = { kind: 'faces', images: SCORED } as const;

interface FacesSideProps {
  readonly run: RunId;
  /** Name of the norm whose channels are shown. */
  readonly layer: string | undefined;
}

export function FacesSide({ run, layer }: FacesSideProps) {
  const experiment = usePage((state) => findRun(state, run)?.experiment);
  const asked = useAnswer(run, QUESTION, { live: true });
  const answered = asked?.answer;
  const [seen, setSeen] = useState<readonly SeenFaces[]>([]);
  useEffect(() => {
    if (answered) setSeen((before) => withSeen(before, answered));
  }, [answered]);
  return (
    <Side run={run} asked={asked} live>
      {experiment && answered && (
        <>
          <p className="view-headline">{facesHeadline(answered.answer, experiment)}</p>
          {hasTwoFaces(experiment) && (
            <>
              <Figures faces={answered.answer} trained={trainedWith(experiment)} />
              <Gap run={run} seen={seen} trained={trainedWith(experiment)} />
              <Statistics
                run={run}
                layer={layer}
                faces={answered.answer}
                step={answered.step}
                experiment={experiment}
              />
            </>
          )}
        </>
      )}
    </Side>
  );
}

interface FiguresProps {
  readonly faces: Faces;
  /** With which statistics. */
  readonly trained: string;
}

function Figures({ faces, trained }: FiguresProps) {
  const { minibatch, moving, images, batch } = faces;
  return (
    <>
      <dl className="view-figures">
        <div>
          <dt>{capital(trained.replace(/^the /, ''))} statistics</dt>
          <dd>{percent(minibatch.acc)}</dd>
        </div>
        <div>
          <dt>Moving statistics</dt>
          <dd>{percent(moving.acc)}</dd>
        </div>
        <div>
          <dt>Gap</dt>
          <dd>{points(gapOf(faces))}</dd>
        </div>
      </dl>
      <p className="remark">
        Accuracy on {grouped(images)} validation images, in minibatches of {grouped(batch)}.
      </p>
    </>
  );
}

interface GapProps extends Pick<FiguresProps, 'trained'> {
  readonly run: RunId;
  readonly seen: readonly SeenFaces[];
}

function Gap({ run, seen, trained }: GapProps) {
  const [look] = useRunLooks([run]);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!look || !first || !last || seen.length < 2) return null;
  const label = `Accuracy with either statistics: the gap was ${points(gapOfSeen(first))} after ${grouped(first.images)} images and is ${points(gapOfSeen(last))} after ${grouped(last.images)}.`;
  return (
    <figure className="view-figure">
      <figcaption>
        Since you opened this view: <b>solid</b> with {trained} statistics, <b>dashed</b> with moving ones
      </figcaption>
      <FacesPlot label={label} points={seen} colour={look.colour} />
    </figure>
  );
}

const gapOfSeen = ({ minibatch, moving }: SeenFaces): number => minibatch - moving;

interface StatisticsProps extends FacesSideProps {
  readonly faces: Faces;
  /** Of the faces. */
  readonly step: number;
  readonly experiment: Experiment;
}

/** The channels of a layer, and what recalibrating does to them. */
function Statistics({ run, layer, faces, step, experiment }: StatisticsProps) {
  const [choice, setChoice] = useState<RecalibrationChoice>(() => ({
    ...RECALIBRATION,
    images: imagesUsed(RECALIBRATION, experiment),
  }));
  const demand = useOnDemand('recalibration', [{ run, question: recalibrationQuestion(choice, experiment) }]);
  const [recalibration] = demand.asked;
  const answered = recalibration?.answer;
  const shown = faces.layers.find((each) => each.layer === layer) ?? faces.layers.at(-1);
  const same = answered?.step === step;
  const anew = same ? answered?.answer.layers.find((each) => each.layer === shown?.layer)?.after : undefined;
  return (
    <>
      {shown && (
        <ChannelPlots run={run} layer={shown.layer} batch={shown.batch} moving={shown.moving} anew={anew} />
      )}
      <Recalibrate
        experiment={experiment}
        choice={choice}
        onChoice={setChoice}
        asked={recalibration}
        busy={demand.busy}
        ask={demand.ask}
        trained={same ? faces.minibatch.acc : undefined}
        outdated={answered !== undefined && !same}
      />
    </>
  );
}
