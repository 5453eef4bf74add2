/** What the page shows beside the runs: how its charts show them, messages, its look, files that were brought. */
import type { View, Zoom } from '../../curves/view.ts';
import type { DataSpec } from '../../spec/dataSpec.ts';
import type { RunsPlot } from '../runsPlot.ts';
import { type BroughtFile, type Theme, type Watched, withNotice } from '../state.ts';
import type { RunTable } from '../table.ts';
import type { ActionContext } from './context.ts';

export interface PageActions {
  /** Another x axis ends a zoom, which is in the units of the one before. */
  setView(part: Partial<View>): void;
  setZoom(zoom: Zoom | undefined): void;
  setTable(part: Partial<RunTable>): void;
  setPlot(part: Partial<RunsPlot>): void;
  dismissNotice(id: number): void;
  notify(message: string, tone?: 'info' | 'warning'): void;
  setTheme(theme: Theme): void;
  showGuide(shown: boolean): void;
  /** Asks what is to become of these files; none ends the asking. */
  bringImages(files: readonly BroughtFile[]): void;
  /** Takes in the runs of this folder, now and as they come; undefined ends it. */
  watch(directory: FileSystemDirectoryHandle | undefined): void;
  /** The watched folder gave so many more runs. */
  noteWatched(news: Pick<Watched, 'runs' | 'latest'>): void;
  /** The visitor's own sets that this browser has now. */
  setSets(sets: readonly DataSpec[]): void;
}

export function pageActions({ get, set }: ActionContext): PageActions {
  return {
    setView(part) {
      const { view, zoom } = get();
      const kept = part.x === undefined || part.x === view.x;
      set({ view: { ...view, ...part }, zoom: kept ? zoom : undefined });
    },
    setZoom: (zoom) => set({ zoom }),
    setTable: (part) => set({ table: { ...get().table, ...part } }),
    setPlot: (part) => set({ plot: { ...get().plot, ...part } }),
    dismissNotice(id) {
      set({ notices: get().notices.filter((notice) => notice.id !== id) });
    },
    notify: (message, tone = 'info') => set({ notices: withNotice(get().notices, { tone, message }) }),
    setTheme: (theme) => set({ theme }),
    showGuide: (guide) => set({ guide }),
    bringImages: (brought) => set({ brought }),
    watch: (directory) => set({ watched: directory && { directory, runs: 0, latest: undefined } }),
    noteWatched({ runs, latest }) {
      const { watched } = get();
      if (!watched) return;
      const times = [watched.latest, latest].filter((time) => time !== undefined);
      set({
        watched: {
          ...watched,
          runs: watched.runs + runs,
          latest: times.length > 0 ? Math.max(...times) : undefined,
        },
      });
    },
    setSets: (sets) => set({ sets }),
  };
}
