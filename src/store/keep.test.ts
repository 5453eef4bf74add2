import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { SERIES_COLOURS } from '../curves/palette.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import { FASHION_MNIST, SYNTHETIC } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { Deletions } from '../storage/deletions.ts';
import { IndexedDbArchive } from '../storage/indexedDb.ts';
import { MemoryArchive } from '../storage/memory.ts';
import { Tab } from '../storage/tabs.ts';
import { fakeClient } from '../testing/fakeClient.ts';
import { FakeStorage } from '../testing/fakeStorage.ts';
import { sampleCheckpoint } from '../testing/sampleRuns.ts';
import type { Checkpoint } from '../training/events.ts';
import type { ForeignResult } from './actions/runs.ts';
import { createKeptPlayground } from './keep.ts';

const ONE = [{ ...DEFAULT_EXPERIMENT, batch: 8 }] as const;
const FULL = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });

let names = 0;
/** A browser: pages opened in it share a database; each is closed before the next opens, unless it is said to stay. */
function openBrowser() {
  const name = `keep-${++names}`;
  let pages = 0;
  const alive = new Set<string>();
  const storage = new FakeStorage();
  const openPage = async (address: 'bare' | 'link' = 'link', brought: readonly ForeignResult[] = []) => {
    const owner = `page-${++pages}`;
    alive.add(owner);
    const held = () => [...alive].map((each) => ({ name: `norm-playground/page/${each}` }));
    const tab = new Tab(
      {
        locks: {
          query: async () => ({ held: held(), pending: [] }),
          request: async (_name: string, ...rest: unknown[]) => (rest.at(-1) as () => unknown)(),
        } as LockManager,
        session: undefined,
        now: Date.now,
      },
      owner,
    );
    const client = fakeClient();
    const archive = await IndexedDbArchive.open(name, owner);
    const page = createKeptPlayground(client, {
      tab,
      archive: Promise.resolve(archive),
      deletions: new Deletions(owner, storage),
    });
    if (address === 'link') page.actions.restore(ONE, DEFAULT_MATRIX, []);
    if (brought.length > 0) page.actions.addResults(brought, 'link');
    const comparisonToo = await page.open(address);
    const { store, actions } = page;
    return {
      ...page,
      client,
      archive,
      database: name,
      comparisonToo,
      state: store.getState,
      /** The id of the run that Train starts. */
      train: () => {
        actions.train();
        return store.getState().runs.at(-1)?.id ?? '';
      },
      checkpoint: (run: string, checkpoint: Checkpoint) =>
        client.emit({ kind: 'checkpoint', run, checkpoint }),
      finish: (run: string) =>
        client.emit({ kind: 'ended', run, outcome: { kind: 'finished', test: { loss: 0.5, acc: 0.8 } } }),
      close: async () => {
        await page.flush();
        alive.delete(owner);
      },
      /** From now on no write comes to its end: the page is gone. */
      vanish: () => {
        vi.spyOn(archive, 'write').mockReturnValue(new Promise(() => undefined));
        alive.delete(owner);
      },
    };
  };
  return openPage;
}

describe('a page that keeps its runs', () => {
  it('brings a run back where it was, and it goes on from its checkpoint', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const id = first.train();
    first.client.emit({ kind: 'data', run: id, data: { spec: SYNTHETIC } });
    first.checkpoint(id, sampleCheckpoint(3));
    first.actions.setNotes(id, 'mine');
    await first.close();

    const second = await openPage();
    const [run] = second.state().runs;
    expect(run).toMatchObject({ id, notes: 'mine', visible: true, status: { kind: 'interrupted' } });
    expect(run?.kept).toEqual({ step: 3, images: 6 });
    await second.actions.goOn([id]);
    const started = second.client.sent.find(({ kind }) => kind === 'start');
    expect(started).toMatchObject({ runs: [{ run: id, checkpoint: sampleCheckpoint(3) }] });
    second.finish(id);
    await second.close();

    const third = await openPage();
    expect(third.state().runs.map(({ status }) => status.kind)).toEqual(['finished']);
  });

  it('names runs so that no two pages use the same name', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const id = first.train();
    expect(id).toMatch(/^run-1-[a-z]{6}$/);
    const second = await openPage();
    expect(second.train()).not.toBe(id);
  });

  it('leaves the runs of a page that is open to it, and says so', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const one = first.train();
    await first.flush();
    const second = await openPage();
    expect(second.state().runs).toEqual([]);
    expect(second.state().notices.map(({ message }) => message)).toEqual([
      '1 more run is open in another tab.',
    ]);
    const own = second.train();
    await Promise.all([first.close(), second.close()]);
    const third = await openPage();
    expect(
      third
        .state()
        .runs.map(({ id }) => id)
        .sort(),
    ).toEqual([one, own].sort());
    expect(
      third
        .state()
        .runs.map(({ colour }) => colour)
        .sort(),
    ).toEqual([0, SERIES_COLOURS]);
  });

  it('does not bring back what was cleared, but undo keeps it', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const id = first.train();
    first.checkpoint(id, sampleCheckpoint(2));
    first.actions.clearRuns();
    await first.flush();
    expect(await first.archive.read(id)).toEqual(sampleCheckpoint(2));
    first.actions.undoRemoval(first.state().removed[0]?.notice ?? 0);
    await first.close();

    const second = await openPage();
    expect(second.state().runs.map((run) => run.id)).toEqual([id]);
    second.actions.clearRuns();
    await second.close();

    const third = await openPage();
    expect(third.state().runs).toEqual([]);
    expect(await third.archive.read(id)).toBeUndefined();
  });

  it('brings back what was undone, and not what was deleted, a moment before the page went', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const id = first.train();
    first.checkpoint(id, sampleCheckpoint(2));
    first.actions.clearRuns();
    await first.flush();
    first.vanish();
    first.actions.undoRemoval(first.state().removed[0]?.notice ?? 0);

    const second = await openPage();
    expect(second.state().runs.map((run) => run.id)).toEqual([id]);
    expect(await second.checkpoints.read(id)).toEqual(sampleCheckpoint(2));
    await second.flush();
    second.vanish();
    second.actions.deleteRun(id);

    const third = await openPage();
    expect(third.state().runs).toEqual([]);
    expect(await third.archive.read(id)).toBeUndefined();
  });

  it('forgets what was cleared when the offer to undo it goes', async () => {
    const page = await openBrowser()();
    const id = page.train();
    page.checkpoint(id, sampleCheckpoint(2));
    page.actions.clearRuns();
    await page.flush();
    page.actions.dismissNotice(page.state().notices[0]?.id ?? 0);
    await page.flush();
    expect(await page.archive.read(id)).toBeUndefined();
  });

  it('restores the last comparison where the address asks for none', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    first.actions.editField('batch', 33);
    first.train();
    await first.close();
    const second = await openPage('bare');
    expect(second.comparisonToo).toBe(true);
    expect(second.state().comparison.map(({ batch }) => batch)).toEqual([33]);
    expect(second.state().runs.map(({ visible }) => visible)).toEqual([true]);
  });

  it('hides earlier runs in the charts of a link that they do not belong to, for that visit', async () => {
    const openPage = openBrowser();
    const first = await openPage('bare');
    first.actions.train();
    await first.close();
    const second = await openPage();
    expect(second.comparisonToo).toBe(false);
    expect(second.state().runs.map(({ visible }) => visible)).toEqual([false, false]);
    expect(second.state().notices[0]?.message).toMatch(/^2 runs of an earlier visit.*hidden/);
    await second.close();
    const third = await openPage('bare');
    expect(third.state().runs.map(({ visible }) => visible)).toEqual([true, true]);
  });

  it('keeps the weights that a fork begins with', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const parent = first.train();
    const { origin: _, ...checkpoint } = sampleCheckpoint(3);
    const parameters = initialParameters(buildNetwork(ONE[0], FASHION_MNIST));
    first.checkpoint(parent, { ...checkpoint, parameters });
    expect(await first.actions.fork(parent, { batch: 2 })).toBeUndefined();
    await first.close();
    const second = await openPage();
    const fork = second.state().runs.find((run) => run.fork);
    expect(fork?.kept).toEqual({ step: 3, images: 6 });
  });

  it('takes a result that a link brings again for the one that is kept, with its notes', async () => {
    const openPage = openBrowser();
    const result = {
      name: 'theirs',
      experiment: ONE[0],
      history: [],
      points: sampleCheckpoint(2).points,
      outcome: { kind: 'stopped' },
      engine: 'CPU',
      threads: null,
      seconds: null,
      weightsSha256: null,
    } as const;
    const first = await openPage();
    first.actions.addResults([result], 'link');
    first.actions.setNotes(first.state().runs[0]?.id ?? '', 'odd');
    await first.close();
    const second = await openPage('bare');
    expect(second.state().runs.map(({ notes }) => notes)).toEqual(['odd']);
    await second.close();

    const third = await openPage('link', [result]);
    expect(third.state().runs.map(({ notes }) => notes)).toEqual(['odd']);
  });
});

describe('a database with troubles', () => {
  it('is read again where it fails at first', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const id = first.train();
    await first.close();
    const adopt = vi.spyOn(IndexedDbArchive.prototype, 'adopt').mockRejectedValueOnce(new Error('busy'));
    const second = await openPage();
    expect(adopt).toHaveBeenCalledTimes(2);
    adopt.mockRestore();
    expect(second.state().runs.map((run) => run.id)).toEqual([id]);
    expect(second.state().notices).toEqual([]);
  });

  it('gets all runs again, finished ones too, where it was deleted under the page', async () => {
    const openPage = openBrowser();
    const first = await openPage();
    const id = first.train();
    first.finish(id);
    await first.flush();
    await deleteDB(first.database);
    await vi.waitFor(async () => {
      await first.flush();
      const rows = await openDB(first.database);
      const keys = await rows.getAllKeys('runs');
      rows.close();
      expect(keys).toEqual([id]);
    });
    await first.close();
    const second = await openPage();
    expect(second.state().runs.map(({ status }) => status.kind)).toEqual(['finished']);
  });
});

describe('a page that cannot keep its runs', () => {
  it('says so once, when the first run starts, and trains', async () => {
    const client = fakeClient();
    const tab = new Tab({ locks: undefined, session: undefined, now: Date.now });
    const page = createKeptPlayground(client, { tab, archive: Promise.resolve(new MemoryArchive()) });
    await page.open('bare');
    const messages = () => page.store.getState().notices.map(({ tone, message }) => `${tone}: ${message}`);
    expect(messages()).toEqual([]);
    page.actions.train();
    expect(messages()).toEqual([expect.stringMatching(/^info: This browser keeps nothing/)]);
    page.actions.dismissNotice(page.store.getState().notices[0]?.id ?? 0);
    page.actions.addToComparison();
    page.actions.editField('batch', 64);
    page.actions.train();
    expect(messages()).toEqual([]);
    expect(page.losing()).toBe(true);
    const [run] = page.store.getState().runs;
    client.emit({ kind: 'checkpoint', run: run?.id ?? '', checkpoint: sampleCheckpoint(1) });
    client.emit({ kind: 'ended', run: run?.id ?? '', outcome: { kind: 'stopped' } });
    await page.actions.goOn([run?.id ?? '']);
    expect(client.sent.at(-1)).toMatchObject({ kind: 'start', runs: [{ checkpoint: sampleCheckpoint(1) }] });
  });

  it('warns once that the storage is full, and keeps curves', async () => {
    const page = await openBrowser()();
    vi.spyOn(page.archive, 'write').mockImplementation(async ({ entries }) => {
      if (entries.some(({ checkpoint }) => checkpoint)) throw FULL;
      return [];
    });
    const id = page.train();
    for (let step = 1; step <= 3; step++) {
      page.checkpoint(id, sampleCheckpoint(step));
      await page.flush();
      await page.flush();
    }
    const warnings = page.state().notices.filter(({ tone }) => tone === 'warning');
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/storage of this browser is full: training goes on/),
    ]);
    expect(page.losing()).toBe(true);
  });
});
