/** Which run is scored, on how many test images, and once more where it has trained on since. */
import { useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { SPLIT_SIZES } from '../../../data/dataSet.ts';
import type { Question } from '../../../inspection/question.ts';
import type { AskedAs } from '../../../store/asked.ts';
import { SOME_IMAGES } from '../../../store/predictionsView.ts';
import { isActive } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions, usePage } from '../../playground.ts';

interface ScoredChoiceProps {
  readonly run: RunId;
  readonly question: Extract<Question, { readonly kind: 'predictions' }>;
  readonly asked: AskedAs<'predictions'> | undefined;
}

export function ScoredChoice({ run, question, asked }: ScoredChoiceProps) {
  const id = useId();
  const { setPredictions } = useActions();
  const ids = usePage(useShallow(({ runs }) => runs.map((each) => each.id)));
  const names = usePage(useShallow(({ runs }) => runs.map((each) => each.name)));
  return (
    <div className="predictions-choice">
      <div className="field">
        <label htmlFor={`${id}-run`}>Run</label>
        <select id={`${id}-run`} value={run} onChange={({ target }) => setPredictions({ run: target.value })}>
          {ids.map((each, i) => (
            <option key={each} value={each}>
              {names[i]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-images`}>Test images</label>
        <select
          id={`${id}-images`}
          value={question.images}
          onChange={({ target }) => setPredictions({ images: Number(target.value) })}
        >
          <option value={SOME_IMAGES}>the first {SOME_IMAGES.toLocaleString('en-US')}</option>
          <option value={SPLIT_SIZES.test}>all {SPLIT_SIZES.test.toLocaleString('en-US')}</option>
        </select>
      </div>
      <ScoreAgain run={run} question={question} asked={asked} />
    </div>
  );
}

function ScoreAgain({ run, question, asked }: ScoredChoiceProps) {
  const { ask } = useActions();
  const at = asked?.answer?.step;
  const trainedOn = usePage((state) => {
    const record = findRun(state, run);
    const step = record && (isActive(record) ? record.progress?.step : record.kept?.step);
    return step !== undefined && at !== undefined && step > at;
  });
  const busy = asked?.status.kind === 'waiting' || asked?.status.kind === 'answering';
  if (!trainedOn) return null;
  return (
    <button type="button" disabled={busy} onClick={() => ask(run, question)}>
      Score again
    </button>
  );
}
