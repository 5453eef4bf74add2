/** Scores a run once more where it has trained on since. */
import type { AskedAs } from '../../../store/asked.ts';
import { isActive } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions, usePage } from '../../playground.ts';
import type { PredictionsQuestion } from './Beside.tsx';

interface ScoreAgainProps {
  readonly run: RunId;
  readonly question: PredictionsQuestion;
  readonly asked: AskedAs<'predictions'> | undefined;
}

export function ScoreAgain({ run, question, asked }: ScoreAgainProps) {
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
    <button type="button" className="score-again" disabled={busy} onClick={() => ask(run, question)}>
      Score again
    </button>
  );
}
