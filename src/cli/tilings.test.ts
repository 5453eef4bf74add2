import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tilingsIn } from './tilings.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'tilings-'));

it('remembers for the next command, and of what two find at once the first', () => {
  const file = join(folder(), 'new', 'tilings.json');
  const [first, second] = [tilingsIn(file), tilingsIn(file)];
  first.remember('gpu: a', 'tall');
  second.remember('gpu: a', 'large');
  second.remember('gpu: b', 'shared');
  for (const one of [second, tilingsIn(file)])
    expect(['gpu: a', 'gpu: b', 'gpu: c'].map(one.recall)).toEqual(['tall', 'shared', undefined]);
  expect(readdirSync(join(file, '..'))).toEqual(['tilings.json']);
});

it('a garbled file or a place where nothing can be written is no obstacle', () => {
  const file = join(folder(), 'tilings.json');
  writeFileSync(file, '{"gpu: a": 3');
  const garbled = tilingsIn(file);
  expect(garbled.recall('gpu: a')).toBeUndefined();
  garbled.remember('gpu: a', 'tall');
  expect(tilingsIn(file).recall('gpu: a')).toBe('tall');
  const nowhere = tilingsIn(join(file, 'tilings.json'));
  nowhere.remember('gpu: a', 'tall');
  expect(nowhere.recall('gpu: a')).toBe('tall');
});
