/** What can be done with runs that are there: naming, showing, deleting with a way back, taking in others'. */

import { Allotment } from '../../curves/colours.ts';
import type { RunResult } from '../../results/runFile.ts';
import { counted } from '../../spec/numbers.ts';
import { cutText, MOST_OF_NAME, MOST_OF_NOTES, oneLine } from '../../spec/text.ts';
import type { RunId } from '../../worker/protocol.ts';
import { isActive, type RunRecord, recordOf, settingsKey, withTellingNames } from '../run.ts';
import { type Notice, withNotice, withRemoval } from '../state.ts';
import { unnarrowed } from '../table.ts';
import type { ActionContext } from './context.ts';

/** A result from a file or a link; `lossPrecision` as in RunRecord. */
export type ForeignResult = RunResult & { readonly lossPrecision?: number };

export interface RunActions {
  renameRun(id: RunId, name: string): void;
  setNotes(id: RunId, notes: string): void;
  setRunVisible(id: RunId, visible: boolean): void;
  setRunsVisible(ids: readonly RunId[], visible: boolean): void;
  /** Shows these runs and hides all others. */
  solo(ids: readonly RunId[]): void;
  deleteRun(id: RunId): void;
  /** Deletes these runs together, with one way back. */
  deleteRuns(ids: readonly RunId[]): void;
  /** Deletes all runs, with a way back. */
  clearRuns(): void;
  /** Brings back the runs that a notice offers. */
  undoRemoval(notice: number): void;
  /** Adds results that were not trained on this page; one that is there already is not added again. */
  addResults(results: readonly ForeignResult[], from: 'link' | 'file', notice?: Omit<Notice, 'id'>): void;
  /** Puts back what an earlier visit left in this browser, in front of all else. */
  restoreRuns(runs: readonly RunRecord[]): void;
}

export function runActions({ get, set, client, newRunId }: ActionContext): RunActions {
  const change = (id: RunId, part: Partial<RunRecord>): void =>
    set({ runs: get().runs.map((run) => (run.id === id ? { ...run, ...part } : run)) });
  /** As it is kept in case it comes back: not under way any more. */
  const ended = (run: RunRecord): RunRecord => {
    if (!isActive(run)) return run;
    client.send({ kind: 'stop', run: run.id });
    return { ...run, status: { kind: 'stopped' } };
  };
  const remove = (
    removed: readonly RunRecord[],
    message = `Deleted ${counted(removed.length, 'run')}.`,
  ): void => {
    const { runs } = get();
    if (removed.length === 0) return;
    set({
      runs: runs.filter((run) => !removed.includes(run)),
      ...withRemoval(
        get(),
        removed.map((run) => ({ run: ended(run), index: runs.indexOf(run) })),
        message,
      ),
    });
  };
  return {
    renameRun(id, name) {
      const cleaned = cutText(oneLine(name), MOST_OF_NAME).trim();
      if (cleaned !== '') change(id, { name: cleaned });
    },
    setNotes: (id, notes) => change(id, { notes: cutText(notes, MOST_OF_NOTES) }),
    setRunVisible: (id, visible) => change(id, { visible }),
    setRunsVisible: (ids, visible) =>
      set({ runs: get().runs.map((run) => (ids.includes(run.id) ? { ...run, visible } : run)) }),
    solo: (ids) => set({ runs: get().runs.map((run) => ({ ...run, visible: ids.includes(run.id) })) }),
    deleteRun(id) {
      const run = get().runs.find((other) => other.id === id);
      if (run) remove([run], `Deleted ${run.name}.`);
    },
    deleteRuns: (ids) => remove(get().runs.filter(({ id }) => ids.includes(id))),
    clearRuns: () => remove(get().runs),
    undoRemoval(notice) {
      const { runs, removed, notices } = get();
      const removal = removed.find((one) => one.notice === notice);
      if (!removal) return;
      const allotment = new Allotment(runs);
      const restored = [...runs];
      for (const { run, index } of removal.runs) {
        const colour = allotment.colourFor(run, run.colour);
        allotment.add(run, colour);
        restored.splice(index, 0, { ...run, colour });
      }
      const shown = notices.filter(({ id }) => id !== notice);
      set({ runs: restored, notices: shown, removed: removed.filter((one) => one !== removal) });
    },
    addResults(results, from, notice) {
      const runs = [...get().runs];
      const known = new Set(runs.map(contentKey));
      const allotment = new Allotment(runs);
      for (const { lossPrecision, ...result } of results) {
        const colour = allotment.colourFor(result);
        const run: RunRecord = { ...recordOf(newRunId(), result, colour), origin: from, lossPrecision };
        const key = contentKey(run);
        if (known.has(key)) continue;
        known.add(key);
        allotment.add(run, colour);
        runs.push(run);
      }
      set({
        runs: from === 'file' ? withTellingNames(runs) : runs,
        // What somebody sent is not hidden by what was looked for on an earlier visit.
        ...(from === 'link' && { table: unnarrowed(get().table) }),
        ...(notice && { notices: withNotice(get().notices, notice) }),
      });
    },
    restoreRuns(restored) {
      const { runs } = get();
      const known = new Set(runs.flatMap((run) => [run.id, contentKey(run)]));
      const missing = restored.filter((run) => !known.has(run.id) && !known.has(contentKey(run)));
      set({ runs: [...missing, ...runs] });
    },
  };
}

/** Equal for results that say the same, so that a file dropped twice does not double the table. */
export const contentKey = ({ experiment, fork, points, status }: RunRecord): string =>
  JSON.stringify([settingsKey(experiment), fork ?? null, points.at(-1) ?? null, points.length, status]);
