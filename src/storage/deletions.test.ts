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
    expect(next.by('old')).toBeUndefined();
    page.note('a', true);
    page.note('b', true);
    expect(next.by('old')).toEqual(new Set(['a', 'b']));
    page.note('a', false);
    page.note('b', false);
    expect(next.by('old')).toEqual(new Set());
  });

  it('of closed pages are forgotten, those of open ones and other keys stay', () => {
    for (const owner of ['closed', 'open', 'new']) new Deletions(owner, storage).note('a', true);
    storage.setItem('norm-playground.theme', 'dark');
    const next = new Deletions('new', storage);
    next.forget((owner) => owner !== 'open');
    expect(next.by('closed')).toBeUndefined();
    expect(next.by('open')).toEqual(new Set(['a']));
    expect(next.by('new')).toEqual(new Set(['a']));
    expect(storage.getItem('norm-playground.theme')).toBe('dark');
  });

  it('that are garbled or cannot be written are as if there were none', () => {
    const next = new Deletions('new', storage);
    for (const garbled of ['', '[', '7', '[7]', 'null', '{"a":1}']) {
      storage.setItem('norm-playground.deleted/old', garbled);
      expect(next.by('old')).toBeUndefined();
    }
    storage.setItem = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    next.note('a', true);
    expect(new Deletions('x', undefined).by('new')).toBeUndefined();
    new Deletions('x', undefined).note('a', true);
    new Deletions('x', undefined).forget(() => true);
  });
});
