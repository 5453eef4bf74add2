/** Which runs train now and which wait: race or queue, order, single runs paused, skipped, cancelled. */
import type { RunId } from '../../worker/protocol.ts';
import { isActive } from '../run.ts';
import type { Turns } from '../state.ts';
import type { ActionContext } from './context.ts';

export interface TurnActions {
  setTurns(turns: Turns): void;
  /** Pauses one run while the others train, or lets it go on. */
  hold(id: RunId, held: boolean): void;
  /** Puts a run behind all others that are under way. */
  skip(id: RunId): void;
  /** Ends one run; what it has so far stays. */
  cancel(id: RunId): void;
  /** Moves a run in the table, and with it in the queue, by so many places. */
  move(id: RunId, places: number): void;
}

export function turnActions({ get, set, client }: ActionContext): TurnActions {
  const place = (id: RunId, to: (index: number, length: number) => number): void => {
    const { runs } = get();
    const index = runs.findIndex((run) => run.id === id);
    const run = runs[index];
    if (!run) return;
    const target = Math.max(0, Math.min(runs.length - 1, to(index, runs.length)));
    if (target !== index) set({ runs: runs.toSpliced(index, 1).toSpliced(target, 0, run) });
  };
  return {
    setTurns: (turns) => set({ turns, turnsChosen: true }),
    hold(id, held) {
      set({ runs: get().runs.map((run) => (run.id === id && isActive(run) ? { ...run, held } : run)) });
    },
    skip: (id) => place(id, (_, length) => length - 1),
    cancel(id) {
      const run = get().runs.find((other) => other.id === id);
      if (run && isActive(run)) client.send({ kind: 'stop', run: id });
    },
    move: (id, places) => place(id, (index) => index + places),
  };
}
