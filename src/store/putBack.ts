/** What closed pages left, put back on the page that opens. */
import { Allotment } from '../curves/colours.ts';
import { decodeFragment, encodeComparison } from '../share/link.ts';
import { counted } from '../spec/numbers.ts';
import type { Adoption, SavedExtent, SavedRun } from '../storage/archive.ts';
import { contentKey } from './actions/runs.ts';
import { hasEnded, type RunRecord, settingsKey, wantedRuns } from './run.ts';
import type { PageState } from './state.ts';
import type { Playground } from './store.ts';

interface PutBackOptions {
  readonly address: 'bare' | 'link';
  /** The page as it was when it opened. */
  readonly opened: PageState;
  /** Called with each run before it comes back: it is kept as it is. */
  readonly note: (run: RunRecord) => void;
}

/** @returns whether the comparison came back too */
export function putBack(playground: Playground, adoption: Adoption, options: PutBackOptions): boolean {
  const { store, actions } = playground;
  const fresh = adoption.runs.map(recordOfSaved);
  makeWay(store, fresh);
  const comparisonToo = options.address === 'bare' && restoreComparison(playground, adoption, options.opened);
  const hidden = options.address === 'link' && isForeign(store.getState(), adoption, fresh);
  const allotment = new Allotment(store.getState().runs);
  const restored = fresh.map((run) => {
    const colour = allotment.colourFor(run, run.colour);
    allotment.add(run, colour);
    return { ...run, colour, visible: run.visible && !hidden };
  });
  for (const run of restored) options.note(run);
  if (restored.length > 0) actions.restoreRuns(restored);
  if (hidden && restored.some((_, i) => fresh[i]?.visible)) {
    const which = counted(restored.length, 'run of an earlier visit is', 'runs of an earlier visit are');
    actions.notify(`${which} in the table, hidden in the charts of this link.`);
  }
  if (adoption.elsewhere > 0) {
    actions.notify(`${counted(adoption.elsewhere, 'more run is', 'more runs are')} open in another tab.`);
  }
  if (adoption.unreadable > 0) {
    const which = counted(adoption.unreadable, 'saved run was', 'saved runs were');
    actions.notify(`${which} not readable by this version of the page, and left as it is.`);
  }
  return comparisonToo;
}

/** The comparison that the last page showed, unless the visitor has begun something else meanwhile. */
function restoreComparison({ store, actions }: Playground, { pages }: Adoption, opened: PageState): boolean {
  const { comparison, matrix, runs } = store.getState();
  const last = decodeFragment(pages.at(-1)?.fragment ?? '');
  if (!last || runs.length > 0 || comparison !== opened.comparison || matrix !== opened.matrix) return false;
  if (encodeComparison(comparison, matrix) === pages.at(-1)?.fragment) return false;
  actions.restore(last.comparison, last.matrix, []);
  return true;
}

/** Whether the address shows something else than the pages did, and none of the runs belongs to it. */
function isForeign(
  { comparison, matrix }: PageState,
  { pages }: Adoption,
  runs: readonly RunRecord[],
): boolean {
  const fragment = encodeComparison(comparison, matrix);
  if (pages.some((page) => page.fragment === fragment)) return false;
  const wanted = new Set(wantedRuns(comparison).map(settingsKey));
  return !runs.some(({ experiment }) => wanted.has(settingsKey(experiment)));
}

/** A result that a link has just brought again gives way to the one that is kept, with its weights and notes. */
function makeWay(store: Playground['store'], kept: readonly RunRecord[]): void {
  const contents = new Set(kept.map(contentKey));
  const { runs } = store.getState();
  const others = runs.filter((run) => run.origin === 'here' || !contents.has(contentKey(run)));
  if (others.length < runs.length) store.setState({ runs: others });
}

/** A run of the page as the archive keeps it, and back. */
export const savedRunOf = (run: RunRecord): SavedRun => ({
  id: run.id,
  experiment: run.experiment,
  name: run.name,
  notes: run.notes,
  origin: run.origin,
  fork: run.fork,
  colour: run.colour,
  visible: run.visible,
  outcome: hasEnded(run.status) ? run.status : { kind: 'interrupted' },
  progress: run.progress,
  points: run.points,
  history: run.history,
  engine: run.engine,
  data: run.data,
  lossPrecision: run.lossPrecision,
});

export const recordOfSaved = ({
  outcome,
  ...run
}: SavedRun & { readonly kept: SavedExtent | undefined }): RunRecord => ({
  ...run,
  fork: run.fork,
  progress: run.progress,
  engine: run.engine,
  data: run.data,
  lossPrecision: run.lossPrecision,
  status: outcome,
  held: false,
});
