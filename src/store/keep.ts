/**
 * Keeps the page's runs: what changes in the store is written to the archive, and what earlier visits left there comes
 * back into the store. The store is what holds; the archive follows it.
 */
import { encodeComparison } from '../share/link.ts';
import type { Archive, Entry, SavedPage } from '../storage/archive.ts';
import { Deletions } from '../storage/deletions.ts';
import { askToStay, openArchive } from '../storage/open.ts';
import { Queue, type Trouble } from '../storage/queue.ts';
import { randomName, Tab } from '../storage/tabs.ts';
import type { RunId, TrainingClient } from '../worker/protocol.ts';
import { putBack, savedRunOf } from './putBack.ts';
import { isActive, type RunRecord } from './run.ts';
import { findRun } from './selectors.ts';
import type { PageState } from './state.ts';
import { createPlayground, type Playground } from './store.ts';

interface KeptPlayground extends Playground {
  /** Whether closing the page now would lose training. */
  losing(): boolean;
  /**
   * Brings back what closed pages left; never rejects.
   * @param address whether the page's address asks for a comparison; if not, the last one comes back too
   * @returns whether it did
   */
  open(address: 'bare' | 'link'): Promise<boolean>;
  /** Writes at once what waits to be written. */
  flush(): Promise<void>;
  /** As flush, on a page that is about to go. */
  flushLast(): void;
}

interface KeepOptions {
  readonly initial?: Partial<PageState>;
  readonly tab?: Tab;
  readonly archive?: Promise<Archive>;
  readonly deletions?: Deletions;
  readonly makeRoom?: () => Promise<boolean>;
}

export function createKeptPlayground(client: TrainingClient, options: KeepOptions = {}): KeptPlayground {
  const { initial = {}, tab = new Tab(), makeRoom } = options;
  const { archive = openArchive(tab.owner), deletions = new Deletions(tab.owner) } = options;
  const tell = (trouble: Trouble): void =>
    actions.notify(describe(trouble, store.getState()), importanceOf(trouble));
  const queue: Queue = new Queue({
    archive,
    entryOf: (id) => entryOf(store.getState(), id),
    all: () => [...presentRuns(store.getState())].map(({ run }) => run.id),
    page: () => pageOf(store.getState()),
    makeRoom,
    tell,
  });
  const { store, actions, checkpoints } = createPlayground(client, {
    initial,
    checkpoints: queue,
    newRunId: uniqueRunIds(),
  });
  const known = new Map<RunId, Known>();
  store.subscribe((state, before) => {
    noteChanges(queue, deletions, known, state, before);
    if (state.runs !== before.runs) remark(state, before);
  });
  client.onEvent((event) => {
    if (event.kind === 'checkpoint' && known.has(event.run)) queue.checkpoint(event.run, event.checkpoint);
  });

  let lasting: boolean | undefined;
  let saidFleeting = false;
  let askedToStay = false;
  function remark({ runs }: PageState, before: PageState): void {
    if (lasting === false && !saidFleeting && runs.some(isActive)) {
      saidFleeting = true;
      actions.notify(FLEETING);
    }
    if (askedToStay || !lasting || runs === before.runs) return;
    const finished = runs.some(
      (run) => run.status.kind === 'finished' && findRun(before, run.id)?.status.kind === 'testing',
    );
    if (!finished) return;
    askedToStay = true;
    void askToStay();
  }

  return {
    store,
    actions,
    checkpoints,
    losing: () => queue.losing,
    flush: () => queue.flush(),
    flushLast: () => queue.flushLast(),
    async open(address) {
      const opened = store.getState();
      const kept = await archive;
      lasting = kept.lasting;
      remark(store.getState(), opened);
      if (!lasting) return false;
      try {
        const adoption = await patiently(() =>
          tab.adopting(async (isFree) => {
            let adopted = await kept.adopt(isFree, deletions.has);
            if (adopted.full && (await makeRoom?.())) {
              tell({ kind: 'madeRoom' });
              adopted = await kept.adopt(isFree, deletions.has);
            }
            if (!adopted.full) deletions.forget((owner) => isFree(owner, Date.now()));
            return adopted;
          }),
        );
        if (adoption.full) actions.notify(SHOWN_ONLY, 'warning');
        return putBack({ store, actions, checkpoints }, adoption, {
          address,
          opened,
          note: (run) => known.set(run.id, { run, removed: false }),
        });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        actions.notify(
          `The runs of earlier visits could not be read: ${reason}. They are not lost: reload the page to try again.`,
          'warning',
        );
        return false;
      }
    },
  };
}

/** Milliseconds before each further try to read what earlier visits left. */
const READ_AGAIN_MS = [200, 1000, 3000];

/** A database that fails to answer once may be busy. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const delay of READ_AGAIN_MS) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return work();
}

const SHOWN_ONLY =
  'The storage of this browser is full: the runs of earlier visits are shown, but what changes is not kept. Delete some of them to make room.';

const FLEETING =
  'This browser keeps nothing for this page (a private window?): its runs last until it is closed.';

/** A run as it was when it was last handed to the queue. */
interface Known {
  readonly run: RunRecord;
  readonly removed: boolean;
}

function* presentRuns({ runs, removed }: PageState): Generator<Known> {
  for (const run of runs) yield { run, removed: false };
  for (const removal of removed) for (const { run } of removal.runs) yield { run, removed: true };
}

function entryOf(state: PageState, id: RunId): Omit<Entry, 'checkpoint'> | undefined {
  for (const { run, removed } of presentRuns(state)) {
    if (run.id === id) return { run: savedRunOf(run), removed };
  }
  return undefined;
}

const idsOf = ({ runs }: PageState): RunId[] => runs.map(({ id }) => id);

const pageOf = (state: PageState): SavedPage => ({
  fragment: encodeComparison(state.comparison, state.matrix),
  order: idsOf(state),
});

/** Tells the queue what is new, what is different and what is gone, once its undo is no more offered. */
function noteChanges(
  queue: Queue,
  deletions: Deletions,
  known: Map<RunId, Known>,
  state: PageState,
  before: PageState,
): void {
  if (state.comparison !== before.comparison || state.matrix !== before.matrix) queue.pageChanged();
  if (state.runs === before.runs && state.removed === before.removed) return;
  const gone = new Set(known.keys());
  for (const present of presentRuns(state)) {
    const { id } = present.run;
    gone.delete(id);
    const last = known.get(id);
    if (last?.run === present.run && last.removed === present.removed) continue;
    known.set(id, present);
    if (present.removed !== (last?.removed ?? false)) deletions.note(id, present.removed);
    queue.changed(id, isUrgent(present, last));
  }
  for (const id of gone) {
    known.delete(id);
    queue.deleted(id);
  }
  if (String(idsOf(state)) !== String(idsOf(before))) queue.pageChanged();
}

/** Whether it is a visitor's doing or an end: a run that trains changes several times a second. */
function isUrgent({ run, removed }: Known, last: Known | undefined): boolean {
  if (!last || last.removed !== removed) return true;
  const { name, notes, visible } = last.run;
  if (run.name !== name || run.notes !== notes || run.visible !== visible) return true;
  return isActive(last.run) && !isActive(run);
}

const importanceOf = ({ kind }: Trouble): 'info' | 'warning' =>
  kind === 'mended' || kind === 'madeRoom' ? 'info' : 'warning';

function describe(trouble: Trouble, state: PageState): string {
  switch (trouble.kind) {
    case 'full':
      return 'The storage of this browser is full: training goes on, but weights are not kept any more, so closing the page sets runs back. Export what you need, or delete old runs.';
    case 'madeRoom':
      return 'The storage of this browser was full: its copy of the images, for use without a network, made way for your runs.';
    case 'broken':
      return `Runs cannot be kept at the moment, and last until the page is closed: ${trouble.reason}. The page goes on trying.`;
    case 'mended':
      return 'Runs are kept again, with their weights.';
    case 'taken': {
      const names = trouble.runs.map((id) => findRun(state, id)?.name ?? 'A run').join(', ');
      return `Also open in another tab, where it is kept: ${names}. What happens to it here is not.`;
    }
    default:
      return trouble satisfies never;
  }
}

/** Names for runs that no other page of this browser uses, now or on another visit: 'run-3-kqzvap'. */
function uniqueRunIds(page: string = randomName()): () => RunId {
  let runs = 0;
  return () => `run-${++runs}-${page}`;
}
