/** The same of each run that is scored: beside each other where there is room, else below each other. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Predictions, Question } from '../../../inspection/question.ts';
import type { AskedAs } from '../../../store/asked.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { usePage } from '../../playground.ts';
import { useAnswer } from '../useAnswer.ts';

export type PredictionsQuestion = Extract<Question, { readonly kind: 'predictions' }>;

export interface Shown {
  readonly run: RunId;
  readonly predictions: Predictions;
}

/** One of the runs that are scored: its question, how far the answer is, and what is shown until it is there. */
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

interface BesideProps {
  readonly sides: readonly ScoredSide[];
  /** @param of ' of BN · seed 1', to tell names of lists and tables apart; '' for a run alone */
  readonly children: (shown: Shown, of: string) => ReactNode;
}

export const Beside = ({ sides, children }: BesideProps) => (
  <div className="beside">
    {sides.map(({ run, shown }) => (
      <div key={run} className="beside-run">
        {sides.length > 1 && <RunHeading run={run} />}
        {shown ? (
          <Part shown={shown} alone={sides.length === 1}>
            {children}
          </Part>
        ) : (
          <p className="remark">Not scored yet.</p>
        )}
      </div>
    ))}
  </div>
);

interface PartProps extends Pick<BesideProps, 'children'> {
  readonly shown: Shown;
  readonly alone: boolean;
}

function Part({ shown, alone, children }: PartProps) {
  const name = usePage((state) => findRun(state, shown.run)?.name ?? '');
  return <>{children(shown, alone ? '' : ` of ${name}`)}</>;
}

function RunHeading({ run }: { readonly run: RunId }) {
  const name = usePage((state) => findRun(state, run)?.name ?? '');
  const colour = usePage((state) => findRun(state, run)?.colour ?? 0);
  return (
    <h4 className="side-name">
      <LineSample colour={colour} split="train" /> <span>{name}</span>
    </h4>
  );
}
