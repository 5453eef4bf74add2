/** Questions that are put to runs at the press of a button, and their answers so far. */
import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Question } from '../../inspection/question.ts';
import { type AskedAs, askedAs, askId } from '../../store/asked.ts';
import type { RunId } from '../../worker/protocol.ts';
import { useActions, usePage } from '../playground.ts';

export interface OnDemand<K extends Question['kind']> {
  /** By run; undefined where the question was not asked yet. An answer stays while a newer one is on its way. */
  readonly asked: readonly (AskedAs<K> | undefined)[];
  /** Whether an answer is on its way. */
  readonly busy: boolean;
  /** Puts every run its question, as it stands now. */
  ask(): void;
}

export interface RunQuestion<K extends Question['kind']> {
  readonly run: RunId;
  readonly question: Extract<Question, { readonly kind: K }>;
}

/** Nothing is asked before `ask`; leaving, or another question in its place, withdraws what is not answered. */
export function useOnDemand<K extends Question['kind']>(
  kind: K,
  questions: readonly RunQuestion<K>[],
): OnDemand<K> {
  const { ask, withdraw } = useActions();
  const ids = questions.map(({ run, question }) => askId(run, question));
  const entries = usePage(useShallow((state) => ids.map((id) => state.asked[id])));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand for runs and questions
  useEffect(
    () => () => {
      for (const { run, question } of questions) withdraw(run, question);
    },
    [ids.join('\n')],
  );
  return {
    asked: entries.map((entry) => askedAs(entry, kind)),
    busy: entries.some((entry) => entry?.status.kind === 'waiting' || entry?.status.kind === 'answering'),
    ask: () => {
      for (const { run, question } of questions) ask(run, question);
    },
  };
}
