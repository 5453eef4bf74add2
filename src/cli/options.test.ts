import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { FIELD_OPTIONS, readCount, readExperiments, readPairs, UsageError } from './options.ts';

const KNOWN = [...FIELD_OPTIONS, 'link', 'threads', 'json'];
const experiments = (...args: string[]) => readExperiments(readPairs(args, KNOWN));

describe('options', () => {
  it('refuse seeds beyond the last one', () => {
    const args = ['--seed', '999999999', '--repeats', '2'];
    expect(() => experiments(...args)).toThrow(
      '--repeats: 2 from seed 999,999,999 on goes beyond the last seed',
    );
    const link = ['--link', '#v=1&seed=999999998&repeats=2', '--seed', '999999999'];
    expect(() => experiments(...link)).toThrow(UsageError);
  });

  it('change the defaults', () => {
    expect(experiments()).toEqual([DEFAULT_EXPERIMENT]);
    expect(experiments('--norm', 'batch', '--batch=64', '--lr', '1e-4')).toEqual([
      { ...DEFAULT_EXPERIMENT, norm: 'batch', batch: 64, lr: 1e-4 },
    ]);
  });

  it('take a whole link, and change each of its experiments', () => {
    const link = 'https://example.org/play/#v=1&batch=8&run=norm:batch,weights:plain';
    expect(experiments('--link', link, '--seed', '5')).toEqual([
      { ...DEFAULT_EXPERIMENT, batch: 8, seed: 5 },
      { ...DEFAULT_EXPERIMENT, batch: 8, seed: 5, norm: 'batch', weights: 'plain' },
    ]);
  });

  it.each([
    [['--bach', '3'], /^--bach: no such option\. There are: norm, /],
    [['--engine', 'webgl'], /^--engine: no such option/],
    [['--batch'], /^--batch: a value is missing$/],
    [['--batch', '--norm'], /^--batch: a value is missing$/],
    [['--batch', '3', '--batch', '4'], /^--batch: given more than once$/],
    [['batch=3'], /^'batch=3' is not an option/],
    [['--batch', '0'], /^--batch: 0 is below 1$/],
    [['--norm', 'nice'], /^--norm: 'nice' is not one of group, /],
    [['--link', 'https://example.org/'], /^--link: /],
    [['--link', '#v=1&batch=nine'], /^--link: batch: 'nine' is not a number$/],
  ])('%j is refused by its name', (args, message) => {
    expect(() => experiments(...args)).toThrow(UsageError);
    expect(() => experiments(...args)).toThrow(message);
  });

  it('read counts within their limits', () => {
    expect(readCount(new Map(), 'threads', 1, 64)).toBeUndefined();
    expect(readCount(new Map([['threads', '3']]), 'threads', 1, 64)).toBe(3);
    for (const wrong of ['0', '65', '1.5', '', 'two']) {
      expect(() => readCount(new Map([['threads', wrong]]), 'threads', 1, 64)).toThrow(/^--threads: '/);
    }
  });
});
