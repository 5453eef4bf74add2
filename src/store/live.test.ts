import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeLive, havePartedWays } from './live.ts';
import { newRun, type RunRecord } from './run.ts';

const run = (norm: 'group' | 'batch', accuracies: readonly number[], seed = 1): RunRecord => ({
  ...newRun(`${norm}${seed}`, { ...DEFAULT_EXPERIMENT, norm, weights: 'plain', seed }, 0, `${norm} ${seed}`),
  status: { kind: 'training' },
  points: accuracies.map((acc, i) => ({ images: 20 * i + 20, step: i, ms: i, loss: 1 - acc, acc })),
});
const steady = (acc: number): number[] => Array<number>(10).fill(acc);

describe('describeLive', () => {
  it('names methods, and runs where methods do not tell them apart', () => {
    expect(describeLive([run('group', steady(0.65)), run('batch', steady(0.354))])).toBe(
      'GN(32) 65 % · BN 35 %',
    );
    expect(describeLive([run('batch', steady(0.5)), run('batch', steady(0.25), 2)])).toBe(
      'batch 1 50 % · batch 2 25 %',
    );
    expect(describeLive([run('group', steady(0.65)), run('batch', [])])).toBe('');
  });
});

describe('havePartedWays', () => {
  it('asks for ten points between two runs, twice in succession', () => {
    expect(havePartedWays([run('group', steady(0.65)), run('batch', steady(0.54))])).toBe(true);
    expect(havePartedWays([run('group', steady(0.65)), run('batch', steady(0.56))])).toBe(false);
    const late = [...Array<number>(5).fill(0.6), ...Array<number>(5).fill(0.9)];
    expect(havePartedWays([run('group', late), run('batch', steady(0.54))])).toBe(false);
    expect(havePartedWays([run('group', steady(0.65))])).toBe(false);
    const ended = { ...run('batch', steady(0.2)), status: { kind: 'stopped' } } as const;
    expect(havePartedWays([run('group', steady(0.65)), ended])).toBe(false);
  });
});
