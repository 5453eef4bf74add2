/** Takes the moving statistics anew, on a copy of the network, and shows what that does to the accuracy. */

import { useId } from 'react';
import type { Experiment } from '../../../../spec/experiment.ts';
import { counted, grouped, percent } from '../../../../spec/numbers.ts';
import type { AskedAs } from '../../../../store/asked.ts';
import { AnswerProgress } from '../AnswerProgress.tsx';
import { Paper } from '../Paper.tsx';
import { recalibrationHeadline } from './faceWords.ts';
import {
  batchWords,
  imagesUsed,
  type RecalibrationBatch,
  type RecalibrationChoice,
} from './recalibration.ts';

interface RecalibrateProps {
  readonly experiment: Experiment;
  readonly choice: RecalibrationChoice;
  readonly onChoice: (choice: RecalibrationChoice) => void;
  readonly asked: AskedAs<'recalibration'> | undefined;
  readonly busy: boolean;
  readonly ask: () => void;
  /** Accuracy with the statistics of minibatches, of the weights that were recalibrated. */
  readonly trained: number | undefined;
  /** Whether the run has trained on since. */
  readonly outdated: boolean;
}

const BATCHES: readonly RecalibrationBatch[] = ['as-trained', 'hundred', 'all'];

export function Recalibrate(props: RecalibrateProps) {
  const { experiment, choice, onChoice, asked, busy, ask, trained, outdated } = props;
  const id = useId();
  const result = asked?.answer?.answer;
  return (
    <section className="recalibrate" aria-labelledby={`${id}-heading`}>
      <h4 id={`${id}-heading`}>Recalibrate</h4>
      <p className="remark">
        Takes the moving statistics anew, as a plain average over minibatches of training images (
        <Paper paper="preciseBatch" />
        ). It works on a copy: the run itself stays as it is.
      </p>
      <div className="view-controls">
        <div className="view-field">
          <label htmlFor={`${id}-images`}>Images</label>
          <input
            id={`${id}-images`}
            type="number"
            inputMode="numeric"
            min={1}
            max={experiment.images}
            step={1}
            value={choice.images === 0 ? '' : choice.images}
            onChange={(event) => onChoice({ ...choice, images: Math.max(0, Number(event.target.value)) })}
            onBlur={() => onChoice({ ...choice, images: imagesUsed(choice, experiment) })}
          />
        </div>
        <div className="view-field">
          <label htmlFor={`${id}-batch`}>In batches of</label>
          <select
            id={`${id}-batch`}
            value={choice.batch}
            onChange={(event) =>
              onChoice({
                ...choice,
                batch: BATCHES.find((batch) => batch === event.target.value) ?? 'as-trained',
              })
            }
          >
            {BATCHES.map((batch) => (
              <option key={batch} value={batch}>
                {batchWords(batch, choice, experiment)}
              </option>
            ))}
          </select>
        </div>
        <button type="button" aria-disabled={busy} onClick={() => !busy && ask()}>
          Recalibrate
        </button>
      </div>
      <AnswerProgress asked={asked} what="Recalibrating" />
      {result && (
        <div className="recalibrated" aria-live="polite">
          <span className="view-change">
            {percent(result.before.acc)} → {percent(result.after.acc)}
          </span>
          <span>{recalibrationHeadline(result, trained)}</span>
          <span className="remark">
            Before and after, with moving statistics, from {counted(result.images, 'image')} in batches of{' '}
            {grouped(result.batch)}
            {asked?.answer && `, after ${counted(asked.answer.step, 'update')}`}.
            {outdated && ' The run has trained on since: press again for the weights that it has now.'}
          </span>
        </div>
      )}
    </section>
  );
}
