import { describe, expect, it } from 'vitest';
import { Tab, type TabsOptions } from './tabs.ts';

/** Web Locks as far as pages use them: exclusive, in order, queryable. */
function fakeLocks() {
  const held = new Map<string, Promise<unknown>>();
  const release = new Map<string, () => void>();
  async function request(name: string, ...rest: unknown[]): Promise<unknown> {
    const work = rest.at(-1) as (lock: unknown) => unknown;
    const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
    while (held.has(name)) {
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      await Promise.race([held.get(name), aborted]);
    }
    const gone = new Promise<void>((resolve) => release.set(name, resolve));
    const done = Promise.race([Promise.resolve(work(null)), gone]);
    held.set(name, done);
    await done.finally(() => held.delete(name));
    return done;
  }
  const query = async () => ({ held: [...held.keys()].map((name) => ({ name })), pending: [] });
  return {
    locks: { request, query } as NonNullable<TabsOptions['locks']>,
    /** As when the page dies. */
    die: async (owner: string) => {
      release.get(`norm-playground/page/${owner}`)?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

function fakeSession() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

const free = (tab: Tab, owners: readonly string[], touchedMs = 0) =>
  tab.adopting(async (isFree) => owners.filter((owner) => isFree(owner, touchedMs)));

describe('a tab', () => {
  it('takes the runs of dead pages, and of no living one, itself included', async () => {
    const { locks, die } = fakeLocks();
    const options = () => ({ locks, session: fakeSession(), now: () => 0 });
    const [first, second] = [new Tab(options(), 'first'), new Tab(options(), 'second')];
    expect(await free(second, ['first', 'second', 'long-gone'])).toEqual(['long-gone']);
    await die('second');
    expect(await free(first, ['first', 'second'])).toEqual(['second']);
  });

  it('waits after a reload until the page before is gone', async () => {
    const { locks, die } = fakeLocks();
    const session = fakeSession();
    new Tab({ locks, session, now: () => 0 }, 'before');
    const after = new Tab({ locks, session, now: () => 0 }, 'after');
    const adopted = free(after, ['before']);
    setTimeout(() => void die('before'), 50);
    expect(await adopted).toEqual(['before']);
  });

  it('leaves a tab that it is a copy of what it has', async () => {
    const { locks } = fakeLocks();
    const session = fakeSession();
    new Tab({ locks, session, now: () => 0 }, 'original');
    expect(await free(new Tab({ locks, session, now: () => 0 }, 'copy'), ['original'])).toEqual([]);
  });

  it('goes by the time of the last write where there are no locks, and by what the tab was before', async () => {
    const session = fakeSession();
    new Tab({ locks: undefined, session, now: () => 0 }, 'before');
    const after = new Tab({ locks: undefined, session, now: () => 100_000 }, 'after');
    expect(await free(after, ['before', 'other'], 90_000)).toEqual(['before']);
    expect(await free(after, ['before', 'other'], 60_000)).toEqual(['before', 'other']);
  });
});
