/** Looking into runs: which ones and where, and the questions that the page puts to them. */
import type { Question } from '../../inspection/question.ts';
import type { RunId } from '../../worker/protocol.ts';
import { askId, isOpen, withAsked, withoutWaiting } from '../asked.ts';
import type { PredictionsView } from '../predictionsView.ts';
import type { Inside } from '../state.ts';
import type { ActionContext } from './context.ts';

export interface InspectionActions {
  setInside(change: Partial<Inside>): void;
  setPredictions(change: Partial<PredictionsView>): void;
  /**
   * Puts a question to a run as it stands now; the answer shows up in `asked`.
   * @param live asked again and again, without anybody waiting for it: it gets little of the time while runs train
   */
  ask(run: RunId, question: Question, live?: boolean): void;
  /** Nobody waits for the answer any more; one that is there stays. */
  withdraw(run: RunId, question: Question): void;
}

export function inspectionActions({ get, set, client }: ActionContext): InspectionActions {
  return {
    setInside: (change) => set({ inside: { ...get().inside, ...change } }),
    setPredictions: (change) => set({ predictions: { ...get().predictions, ...change } }),
    ask(run, question, live = false) {
      const ask = askId(run, question);
      const before = get().asked;
      const asked = withAsked(get(), ask, run, question);
      for (const [id, entry] of Object.entries(before)) {
        if (!asked[id] && isOpen(entry)) client.send({ kind: 'withdraw', ask: id });
      }
      set({ asked });
      client.send({ kind: 'ask', ask, run, question, live });
    },
    withdraw(run, question) {
      const ask = askId(run, question);
      const { asked } = get();
      const entry = asked[ask];
      if (!entry || !isOpen(entry)) return;
      set({ asked: withoutWaiting(get(), ask) });
      client.send({ kind: 'withdraw', ask });
    },
  };
}
