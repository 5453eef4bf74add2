/** Asks a run a question for as long as a component wants to know, and follows the answer. */
import { useEffect } from 'react';
import type { Question } from '../../inspection/question.ts';
import { type AskedAs, askedAs, askId } from '../../store/asked.ts';
import { isActive } from '../../store/run.ts';
import { findRun } from '../../store/selectors.ts';
import { useActions, usePage, usePlayground } from '../playground.ts';

/** Between two live questions: figures cost the page more to draw than the answers cost the worker. */
const LIVE_MS = 1000;

/** In place of the step at which a run stands. */
const NOT_BEGUN = -1;

export interface UseAnswerOptions {
  /** Asks again whenever the answer is there and the run has trained on, as long as the page can be seen. */
  readonly live?: boolean;
}

/**
 * @param question undefined asks nothing
 * @returns undefined before the question was asked; `answer` is the latest one, which stays while a newer is on its way
 */
export function useAnswer<K extends Question['kind']>(
  run: string | undefined,
  question: Extract<Question, { readonly kind: K }> | undefined,
  { live = false }: UseAnswerOptions = {},
): AskedAs<K> | undefined {
  const { ask, withdraw } = useActions();
  const { store } = usePlayground();
  const id = run !== undefined && question ? askId(run, question) : undefined;
  const entry = usePage((state) => (id === undefined ? undefined : state.asked[id]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id stands for run and question
  useEffect(() => {
    if (id === undefined || run === undefined || !question) return;
    const answeredAt = (): number | undefined => {
      const known = store.getState().asked[id];
      return known?.status.kind === 'answered' ? known.answer?.step : undefined;
    };
    const stands = (): number | undefined => {
      const record = findRun(store.getState(), run);
      return record && (isActive(record) ? record.progress?.step : record.kept?.step);
    };
    // Somebody waits for the first answer.
    const first = answeredAt();
    if (first === undefined || first !== stands()) ask(run, question, live && first !== undefined);
    let askedAt = performance.now();
    let refusedAt: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      const now = stands();
      const status = store.getState().asked[id]?.status.kind;
      // A run that had not begun may have by now; what failed for good is tried again as rarely as the run moves on.
      if (status === 'unanswered') refusedAt ??= now ?? NOT_BEGUN;
      if (!live && refusedAt !== NOT_BEGUN) return;
      const at = status === 'unanswered' ? refusedAt : answeredAt();
      if (timer || at === undefined || now === undefined || now <= at || document.hidden) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          refusedAt = undefined;
          askedAt = performance.now();
          ask(run, question, live);
        },
        Math.max(0, askedAt + LIVE_MS - performance.now()),
      );
    };
    const unsubscribe = store.subscribe(again);
    document.addEventListener('visibilitychange', again);
    return () => {
      unsubscribe();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', again);
      withdraw(run, question);
    };
  }, [id, live]);
  return question ? askedAs<K>(entry, question.kind) : undefined;
}
