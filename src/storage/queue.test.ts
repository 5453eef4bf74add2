import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleCheckpoint, sampleRun } from '../testing/sampleRuns.ts';
import type { Checkpoint } from '../training/events.ts';
import type { Archive, Changes } from './archive.ts';
import { Queue, type QueueOptions, type Trouble } from './queue.ts';

const full = () => new DOMException('no room', 'QuotaExceededError');

/** An archive whose writes end when the test says so, as the test says. */
function slowArchive() {
  const written: Changes[] = [];
  const checkpoints = new Map<string, Checkpoint>();
  const ends: ((error?: Error) => void)[] = [];
  let refused: readonly string[] = [];
  const archive: Archive = {
    lasting: true,
    read: async (run) => checkpoints.get(run),
    adopt: async () => ({ runs: [], pages: [], unreadable: 0, elsewhere: 0 }),
    write: (changes) =>
      new Promise((resolve, reject) => {
        written.push(changes);
        ends.push((error) => {
          if (error) return reject(error);
          for (const { run, checkpoint } of changes.entries)
            if (checkpoint) checkpoints.set(run.id, checkpoint);
          resolve(refused);
        });
      }),
  };
  return {
    archive,
    /** What was written since the last look: each run with the step of its weights, or '-' for none. */
    written: () =>
      written
        .splice(0)
        .map(({ entries, deleted }) => [
          ...entries.map(({ run, checkpoint }) => `${run.id} ${checkpoint?.step ?? '-'}`),
          ...deleted.map((id) => `delete ${id}`),
        ]),
    refuse: (ids: readonly string[]) => {
      refused = ids;
    },
    /** Of the first that is under way. */
    end: async (error?: Error) => {
      ends.shift()?.(error);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

async function openQueue({ makeRoom }: Pick<QueueOptions, 'makeRoom'> = {}) {
  const slow = slowArchive();
  const told: Trouble[] = [];
  const queue = new Queue({
    archive: Promise.resolve(slow.archive),
    all: () => ['a', 'b'],
    entryOf: (id) => ({ run: sampleRun(id), removed: false }),
    page: () => ({ fragment: 'v=1', order: [] }),
    makeRoom,
    tell: (trouble) => told.push(trouble),
  });
  await vi.advanceTimersByTimeAsync(0);
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  /** A write and its second try, a second later. */
  const findNoRoom = async () => {
    await pass(0);
    await slow.end(full());
    await pass(1000);
    await slow.end(full());
  };
  return { ...slow, queue, told, pass, findNoRoom };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the queue', () => {
  it('writes a run that trains once a second, and what a visitor does at once', async () => {
    const { queue, written, end, pass } = await openQueue();
    for (let i = 0; i < 9; i++) {
      queue.changed('a', false);
      await pass(100);
    }
    expect(written()).toEqual([]);
    await pass(100);
    expect(written()).toEqual([['a -']]);
    await end();
    queue.changed('a', false);
    queue.changed('b', true);
    await pass(0);
    expect(written()).toEqual([['a -', 'b -']]);
  });

  it('never queues up weights: the latest of each run waits for the write under way', async () => {
    const { queue, written, end, pass } = await openQueue();
    queue.checkpoint('a', sampleCheckpoint(1));
    await pass(0);
    queue.checkpoint('a', sampleCheckpoint(2));
    queue.checkpoint('a', sampleCheckpoint(3));
    queue.checkpoint('b', sampleCheckpoint(5));
    await pass(5000);
    expect(written()).toEqual([['a 1']]);
    await end();
    expect(written()).toEqual([['a 3', 'b 5']]);
    await end();
    await pass(5000);
    expect(written()).toEqual([]);
  });

  it('reads the latest weights, written or not', async () => {
    const { queue, end, pass } = await openQueue();
    const step = async () => (await queue.read('a'))?.step;
    expect(await step()).toBeUndefined();
    queue.checkpoint('a', sampleCheckpoint(1));
    expect(await step()).toBe(1);
    await pass(0);
    expect(await step()).toBe(1);
    queue.checkpoint('a', sampleCheckpoint(2));
    expect(await step()).toBe(2);
    await end();
    await end();
    expect(await step()).toBe(2);
  });

  it('goes on without weights when there is no room for them, says so once, and still has them', async () => {
    const { queue, written, end, pass, told } = await openQueue();
    expect(queue.losing).toBe(false);
    queue.checkpoint('a', sampleCheckpoint(1));
    await pass(0);
    await end(full());
    expect(told).toEqual([]);
    await pass(1000);
    await end(full());
    expect(written()).toEqual([['a 1'], ['a 1'], ['a -']]);
    await end();
    queue.checkpoint('a', sampleCheckpoint(2));
    await pass(0);
    expect(written()).toEqual([['a -']]);
    await end();
    expect(told).toEqual([{ kind: 'full' }]);
    expect(queue.losing).toBe(true);
    expect((await queue.read('a'))?.step).toBe(2);
  });

  it('gives up what can be had again before it goes on without weights', async () => {
    const left = [true];
    const makeRoom = vi.fn(async () => left.pop() ?? false);
    const { queue, written, end, pass, told, findNoRoom } = await openQueue({ makeRoom });
    queue.checkpoint('a', sampleCheckpoint(1));
    await pass(0);
    await end(full());
    expect(makeRoom).not.toHaveBeenCalled();
    await pass(1000);
    await end(full());
    expect(told).toEqual([{ kind: 'madeRoom' }]);
    expect(written()).toEqual([['a 1'], ['a 1'], ['a 1']]);
    await end();
    expect(queue.losing).toBe(false);
    queue.checkpoint('a', sampleCheckpoint(2));
    await findNoRoom();
    expect(told).toEqual([{ kind: 'madeRoom' }, { kind: 'full' }]);
    expect(written()).toEqual([['a 2'], ['a 2'], ['a -']]);
  });

  it('keeps weights again after something was deleted', async () => {
    const { queue, written, end, pass, told, findNoRoom } = await openQueue();
    queue.checkpoint('a', sampleCheckpoint(1));
    queue.changed('b', true);
    await findNoRoom();
    await end();
    written();
    queue.deleted('b');
    await pass(0);
    expect(written()).toEqual([['delete b']]);
    await end();
    expect(written()).toEqual([['a 1']]);
    await end();
    expect(queue.losing).toBe(false);
    expect(told).toEqual([{ kind: 'full' }, { kind: 'mended' }]);
  });

  it('tries seldom when there is no room even for records', async () => {
    const { queue, written, end, pass, told, findNoRoom } = await openQueue();
    queue.changed('a', true);
    await findNoRoom();
    expect(written()).toEqual([['a -'], ['a -']]);
    queue.changed('a', true);
    await pass(20_000);
    expect(written()).toEqual([]);
    await pass(10_000);
    expect(written()).toEqual([['a -']]);
    await end();
    expect(told).toEqual([{ kind: 'full' }]);
  });

  it('tries weights again half a minute after there was no room, and says that they are kept', async () => {
    const { queue, written, end, pass, told, findNoRoom } = await openQueue();
    queue.checkpoint('a', sampleCheckpoint(1));
    await findNoRoom();
    await end();
    queue.checkpoint('a', sampleCheckpoint(2));
    await pass(0);
    await end();
    written();
    await pass(31_000);
    expect(written()).toEqual([['a 2']]);
    await end();
    expect(told).toEqual([{ kind: 'full' }, { kind: 'mended' }]);
    expect(queue.losing).toBe(false);
  });

  /** A queue that tries the weights of step 1 again, there being no room, when those of step 2 come. */
  async function tryingOldWeights() {
    const opened = await openQueue();
    const { queue, written, end, pass, findNoRoom } = opened;
    queue.checkpoint('a', sampleCheckpoint(1));
    await findNoRoom();
    await end();
    written();
    await pass(31_000);
    expect(written()).toEqual([['a 1']]);
    queue.checkpoint('a', sampleCheckpoint(2));
    return { ...opened, step: async () => (await queue.read('a'))?.step };
  }

  it('writes weights that came while older ones were tried again', async () => {
    const { queue, written, end, told, step } = await tryingOldWeights();
    expect(await step()).toBe(2);
    await end();
    expect(await step()).toBe(2);
    expect(written()).toEqual([['a 2']]);
    await end();
    expect([await step(), queue.losing]).toEqual([2, false]);
    expect(told).toEqual([{ kind: 'full' }, { kind: 'mended' }]);
  });

  it('still has weights that came while older ones were tried again in vain', async () => {
    const { written, end, pass, step } = await tryingOldWeights();
    await end(full());
    expect(await step()).toBe(2);
    expect(written()).toEqual([['a -']]);
    await end();
    await pass(31_000);
    expect(written()).toEqual([['a 2']]);
  });

  it('says that weights are kept again where they come to be tried during another write', async () => {
    const { queue, written, end, pass, told, findNoRoom } = await openQueue();
    queue.checkpoint('a', sampleCheckpoint(1));
    queue.changed('b', true);
    await findNoRoom();
    await end();
    written();
    queue.deleted('b');
    await pass(31_000);
    await end();
    expect(written()).toEqual([['delete b'], ['a 1']]);
    await end();
    expect(told).toEqual([{ kind: 'full' }, { kind: 'mended' }]);
  });

  it('says that nothing can be written after four failures, keeps weights in memory and goes on trying', async () => {
    const { queue, written, end, pass, told } = await openQueue();
    queue.checkpoint('a', sampleCheckpoint(1));
    await pass(0);
    for (let failure = 1; failure <= 4; failure++) {
      expect(told).toEqual([]);
      await end(new Error('disk on fire'));
      await pass(1000);
    }
    expect(told).toEqual([{ kind: 'broken', reason: 'disk on fire' }]);
    expect(written()).toHaveLength(4);
    expect((await queue.read('a'))?.step).toBe(1);
    expect(queue.losing).toBe(true);
    await pass(30_000);
    expect(written()).toEqual([['a 1']]);
    await end();
    expect(told.at(-1)).toEqual({ kind: 'mended' });
    expect(queue.losing).toBe(false);
  });

  it('loses nothing and says nothing where writes fail now and then', async () => {
    const { queue, written, end, pass, told } = await openQueue();
    for (let step = 1; step <= 40; step++) {
      queue.checkpoint('a', sampleCheckpoint(step));
      await pass(2000);
      if (step % 4 === 0) await end(full());
      else if (step % 2 === 0) await end(new DOMException('called off', 'AbortError'));
      else await end();
    }
    await pass(2000);
    await end();
    expect(written().at(-1)).toEqual(['a 40']);
    expect([told, queue.losing]).toEqual([[], false]);
  });

  it('says of a run that another page has taken over, and leaves it alone', async () => {
    const { queue, written, end, pass, told, refuse } = await openQueue();
    refuse(['a']);
    queue.changed('a', true);
    await pass(0);
    await end();
    expect(told).toEqual([{ kind: 'taken', runs: ['a'] }]);
    written();
    queue.changed('a', true);
    queue.checkpoint('a', sampleCheckpoint(1));
    queue.deleted('a');
    await pass(5000);
    expect(written()).toEqual([]);
  });

  it('writes once more, on a page that goes, what is under way', async () => {
    const { queue, written, end, pass, told } = await openQueue();
    queue.checkpoint('a', sampleCheckpoint(1));
    await pass(0);
    queue.changed('b', false);
    queue.flushLast();
    expect(written()).toEqual([['a 1'], ['b -', 'a 1']]);
    // That it is called off for it is no failure, and leaves nothing to write.
    await end(new DOMException('called off', 'AbortError'));
    await end();
    await pass(5000);
    expect([written(), told]).toEqual([[], []]);
  });
});
