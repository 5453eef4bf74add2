/** One of the runs that are scored: its question, how far the answer is, and what is shown until it is there. */
import { useEffect, useState } from 'react';
import type { Predictions, Question } from '../../../inspection/question.ts';
import type { AskedAs } from '../../../store/asked.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useAnswer } from '../useAnswer.ts';

export type PredictionsQuestion = Extract<Question, { readonly kind: 'predictions' }>;

export interface Shown {
  readonly run: RunId;
  readonly predictions: Predictions;
}

export interface ScoredSide {
  readonly run: RunId;
  readonly asked: AskedAs<'predictions'> | undefined;
  /** These predictions, or the last ones until they are there, so that nothing jumps or closes. */
  readonly shown: Shown | undefined;
  /** Whether what is shown is not what was asked for. */
  readonly stale: boolean;
}

export function useSide(run: RunId | undefined, question: PredictionsQuestion): ScoredSide | undefined {
  const asked = useAnswer<'predictions'>(run, question);
  const predictions = asked?.answer?.answer;
  const [last, setLast] = useState<Shown>();
  useEffect(() => {
    if (run !== undefined && predictions) setLast({ run, predictions });
  }, [run, predictions]);
  if (run === undefined) return undefined;
  const refused = asked?.status.kind === 'unanswered';
  const shown = predictions ? { run, predictions } : refused ? undefined : last;
  return { run, asked, shown, stale: shown !== undefined && !predictions };
}
