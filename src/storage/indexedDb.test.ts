import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { sampleCheckpoint, sampleRun } from '../testing/sampleRuns.ts';
import type { Changes, Entry } from './archive.ts';
import { IndexedDbArchive } from './indexedDb.ts';

let names = 0;
const newName = (): string => `archive-${++names}`;

const write = (part: Partial<Changes>): Changes => ({ entries: [], deleted: [], ...part });
const entry = (id: string, part: Partial<Entry> = {}): Entry => ({
  run: sampleRun(id),
  removed: false,
  ...part,
});
const all = () => true;

describe('the archive in the database', () => {
  it('gives the runs of a closed page to the next, with their weights and in their order', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    const [a, b] = [
      sampleRun('a'),
      sampleRun('b', { outcome: { kind: 'finished', test: { loss: 1, acc: 0.5 } } }),
    ];
    const checkpoint = sampleCheckpoint(2);
    await first.write(
      write({
        entries: [{ run: a, removed: false, checkpoint }, entry('b', { run: b })],
        page: { fragment: 'v=1&batch=8', order: ['b', 'a'] },
      }),
    );
    const second = await IndexedDbArchive.open(name, 'second');
    const adoption = await second.adopt((owner) => owner === 'first');
    expect(adoption.runs).toEqual([
      { ...b, kept: undefined },
      { ...a, kept: { step: 2, images: 4 } },
    ]);
    expect(adoption.pages.map(({ fragment }) => fragment)).toEqual(['v=1&batch=8']);
    expect(await second.read('a')).toEqual(checkpoint);
    expect(await second.read('b')).toBeUndefined();
    const third = await IndexedDbArchive.open(name, 'third');
    expect(await third.adopt((owner) => owner === 'first')).toMatchObject({
      runs: [],
      pages: [],
      elsewhere: 2,
    });
    expect((await third.adopt(all)).runs.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('leaves the runs of pages that are open alone', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    await first.write(write({ entries: [entry('a'), entry('b', { removed: true })] }));
    const second = await IndexedDbArchive.open(name, 'second');
    expect(await second.adopt(() => false)).toEqual({ runs: [], pages: [], unreadable: 0, elsewhere: 1 });
    expect(await first.write(write({ entries: [entry('a')] }))).toEqual([]);
  });

  it('refuses to write or delete what another page has taken over', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    await first.write(write({ entries: [entry('a', { checkpoint: sampleCheckpoint(1) })] }));
    const second = await IndexedDbArchive.open(name, 'second');
    await second.adopt(all);
    const stale = entry('a', { run: sampleRun('a', { name: 'stale' }), checkpoint: sampleCheckpoint(9) });
    expect(await first.write(write({ entries: [stale, entry('c')] }))).toEqual(['a']);
    await first.write(write({ deleted: ['a'] }));
    expect((await second.read('a'))?.step).toBe(1);
    const third = await IndexedDbArchive.open(name, 'third');
    const { runs } = await third.adopt(all);
    expect(runs.map((run) => run.name).sort()).toEqual(['Run a', 'Run c']);
  });

  it('says how far the weights go that are kept, whatever a later record says', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    await first.write(write({ entries: [entry('a', { checkpoint: sampleCheckpoint(2) })] }));
    await first.write(write({ entries: [entry('a')] }));
    const second = await IndexedDbArchive.open(name, 'second');
    expect((await second.adopt(all)).runs[0]?.kept).toEqual({ step: 2, images: 4 });
    await second.write(write({ entries: [entry('a')] }));
    const third = await IndexedDbArchive.open(name, 'third');
    expect((await third.adopt(all)).runs[0]?.kept).toEqual({ step: 2, images: 4 });
  });

  it('does not bring back what was deleted, with or without its undo still on offer', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    const checkpoint = sampleCheckpoint(1);
    await first.write(
      write({
        entries: [entry('a', { checkpoint }), entry('b', { checkpoint }), entry('c', { checkpoint })],
      }),
    );
    await first.write(write({ entries: [entry('a', { removed: true })], deleted: ['b'] }));
    const second = await IndexedDbArchive.open(name, 'second');
    expect((await second.adopt(all)).runs.map(({ id }) => id)).toEqual(['c']);
    expect(await second.read('a')).toBeUndefined();
    expect(await second.read('b')).toBeUndefined();
  });

  it('believes what a page noted about its deletions before the marks in its rows', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    const checkpoint = sampleCheckpoint(1);
    const marked = { checkpoint, removed: true };
    await first.write(write({ entries: [entry('undone', marked), entry('deleted'), entry('b')] }));
    const other = await IndexedDbArchive.open(name, 'other');
    await other.write(write({ entries: [entry('c'), entry('d', marked)] }));

    const second = await IndexedDbArchive.open(name, 'second');
    const noted = (run: string, owner: string) => (owner === 'first' ? run === 'deleted' : undefined);
    const { runs } = await second.adopt(all, noted);
    expect(runs.map(({ id }) => id).sort()).toEqual(['b', 'c', 'undone']);
    expect(await second.read('undone')).toEqual(checkpoint);
    expect(await second.read('d')).toBeUndefined();
    // It is a run like any other again.
    const third = await IndexedDbArchive.open(name, 'third');
    expect((await third.adopt(all)).runs.map(({ id }) => id)).toContain('undone');
  });

  it('counts what it cannot read and leaves it in place', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    await first.write(write({ entries: [entry('a'), entry('b', { checkpoint: sampleCheckpoint(1) })] }));
    const database = await openDB(name);
    const newer = { version: 99, owner: 'future', run: 'of another kind' };
    await database.put('runs', newer, 'z');
    await database.put('runs', 'rubbish', 'y');
    const damaged = await database.get('checkpoints', 'b');
    await database.put('checkpoints', { ...damaged, checkpoint: { step: 1 } }, 'b');
    const second = await IndexedDbArchive.open(name, 'second');
    const adoption = await second.adopt(all);
    expect(adoption.runs.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(adoption.unreadable).toBe(2);
    await expect(second.read('b')).rejects.toThrow('The weights that are kept of b cannot be read.');
    expect(await database.get('runs', 'z')).toEqual(newer);
    database.close();
  });

  it('writes all or nothing, and rejects with the reason', async () => {
    const name = newName();
    const archive = await IndexedDbArchive.open(name, 'first');
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      if (args[1] === 'b') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    };
    try {
      await expect(archive.write(write({ entries: [entry('a'), entry('b')] }))).rejects.toMatchObject({
        name: 'QuotaExceededError',
      });
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    await archive.write(write({ entries: [entry('c')] }));
    const second = await IndexedDbArchive.open(name, 'second');
    expect((await second.adopt(all)).runs.map(({ id }) => id)).toEqual(['c']);
  });

  it('writes on its last chance without waiting for an answer', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    await first.write(write({ entries: [entry('a'), entry('b')] }));
    const last = entry('a', { run: sampleRun('a', { name: 'renamed' }), checkpoint: sampleCheckpoint(3) });
    await first.write(write({ entries: [last], deleted: ['b'] }), true);
    const second = await IndexedDbArchive.open(name, 'second');
    const { runs } = await second.adopt(all);
    expect(runs.map((run) => [run.name, run.kept?.step])).toEqual([['renamed', 3]]);
  });

  it('calls off, on its last chance, a write that it would have to wait for', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    const underWay = first.write(
      write({ entries: [entry('a', { run: sampleRun('a', { name: 'stale' }) })] }),
    );
    const ending = underWay.catch((error: Error) => error.name);
    // Its transaction has begun, and had no answer yet.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    await first.write(write({ entries: [entry('a')] }), true);
    expect(await ending).toBe('AbortError');
    const second = await IndexedDbArchive.open(name, 'second');
    expect((await second.adopt(all)).runs.map((run) => run.name)).toEqual(['Run a']);
  });

  it('goes on after another tab has raised the version of the database', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    await first.write(write({ entries: [entry('a')] }));
    const newer = await openDB(name, 7);
    await first.write(write({ entries: [entry('b', { checkpoint: sampleCheckpoint(1) })] }));
    expect((await first.read('b'))?.step).toBe(1);
    newer.close();
    const second = await IndexedDbArchive.open(name, 'second');
    expect((await second.adopt(all)).runs.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('says so where a newer page has changed what is in the database', async () => {
    const name = newName();
    const newer = await openDB(name, 7, { upgrade: (database) => void database.createObjectStore('other') });
    await expect(IndexedDbArchive.open(name, 'first')).rejects.toThrow('reload this one');
    newer.close();
  });

  it('tells when the database was deleted under the page, and makes another', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    const heard: string[] = [];
    first.onChange((change) => heard.push(change));
    await first.write(write({ entries: [entry('a', { checkpoint: sampleCheckpoint(1) })] }));
    await deleteDB(name);
    expect(heard).toEqual(['closed']);
    await first.write(write({ entries: [entry('a')] }));
    expect(heard).toEqual(['closed', 'emptied']);
    const second = await IndexedDbArchive.open(name, 'second');
    expect((await second.adopt(all)).runs.map(({ id, kept }) => [id, kept])).toEqual([['a', undefined]]);
  });

  it('shows what it has no room to take over, and lets it be deleted', async () => {
    const name = newName();
    const first = await IndexedDbArchive.open(name, 'first');
    const checkpoint = sampleCheckpoint(1);
    await first.write(
      write({
        entries: [entry('a', { checkpoint }), entry('b')],
        page: { fragment: 'v=1', order: ['b', 'a'] },
      }),
    );
    const second = await IndexedDbArchive.open(name, 'second');
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    try {
      const { runs, full } = await second.adopt(all);
      expect([runs.map(({ id }) => id), full]).toEqual([['b', 'a'], true]);
      expect(await second.read('a')).toEqual(checkpoint);
      expect(await second.write(write({ deleted: ['a'] }))).toEqual([]);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    // With room again it becomes the page's own.
    expect(await second.write(write({ entries: [entry('b')] }))).toEqual([]);
    const third = await IndexedDbArchive.open(name, 'third');
    expect(await third.adopt((owner) => owner === 'first')).toMatchObject({ runs: [], elsewhere: 1 });
  });

  it('opens another connection after its own was ended', async () => {
    const archive = await IndexedDbArchive.open(newName(), 'first');
    await archive.write(write({ entries: [entry('a', { checkpoint: sampleCheckpoint(1) })] }));
    await archive.close();
    await archive.write(write({ entries: [entry('a')] }));
    expect((await archive.read('a'))?.step).toBe(1);
  });
});
