import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStorage } from '../testing/fakeStorage.ts';
import { Deletions } from './deletions.ts';

let storage: FakeStorage;
beforeEach(() => {
  storage = new FakeStorage();
});

describe('Deletions', () => {
  it('are there for the next page at once, without those that were brought back', () => {
    const page = new Deletions('old', storage);
    const next = new Deletions('new', storage);
    expect(next.has('a', 'old')).toBeUndefined();
    page.note('a', true);
    page.note('b', true);
    expect(['a', 'b', 'c'].map((run) => next.has(run, 'old'))).toEqual([true, true, false]);
    page.note('a', false);
    page.note('b', false);
    expect(['a', 'b', 'c'].map((run) => next.has(run, 'old'))).toEqual([false, false, false]);
  });

  it('are believed of a page that showed another one’s runs and had no room for them', () => {
    new Deletions('shown', storage).note('a', true);
    const next = new Deletions('new', storage);
    expect(next.has('a', 'old')).toBe(true);
    expect(next.has('b', 'old')).toBeUndefined();
  });

  it('of closed pages are forgotten, those of open ones and other keys stay', () => {
    for (const owner of ['closed', 'open', 'new']) new Deletions(owner, storage).note('a', true);
    storage.setItem('norm-playground.theme', 'dark');
    const next = new Deletions('new', storage);
    next.forget((owner) => owner !== 'open');
    expect(storage.getItem('norm-playground.deleted/closed')).toBeNull();
    expect(storage.getItem('norm-playground.deleted/open')).toBe('["a"]');
    expect(storage.getItem('norm-playground.deleted/new')).toBe('["a"]');
    expect(storage.getItem('norm-playground.theme')).toBe('dark');
  });

  it('that are garbled or cannot be written are as if there were none', () => {
    const next = new Deletions('new', storage);
    for (const garbled of ['', '[', '7', '[7]', 'null', '{"a":1}']) {
      storage.setItem('norm-playground.deleted/old', garbled);
      expect(next.has('a', 'old')).toBeUndefined();
    }
    next.note('a', true);
    storage.setItem = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    next.note('b', true);
    // Nor is what was noted before, which lacks them.
    expect(new Deletions('x', storage).has('b', 'new')).toBeUndefined();
    expect(new Deletions('x', undefined).has('a', 'new')).toBeUndefined();
    new Deletions('x', undefined).note('a', true);
    new Deletions('x', undefined).forget(() => true);
  });
});
