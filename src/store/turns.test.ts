import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { newRun, type RunRecord } from './run.ts';
import { lineLength, movesOf, placeInLine } from './turns.ts';

const run = (id: string, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, DEFAULT_EXPERIMENT, 0, id),
  ...part,
});
const finished = run('F', { status: { kind: 'finished', test: { loss: 1, acc: 0.5 } } });
const queue = {
  turns: 'queue',
  runs: [run('A', { status: { kind: 'training' } }), finished, run('H', { held: true }), run('B'), run('C')],
} as const;

describe('the line', () => {
  it('begins behind the run that trains, and leaves out who is held or has ended', () => {
    expect(['A', 'F', 'H', 'B', 'C'].map((id) => placeInLine(queue, id))).toEqual([
      ...[undefined, undefined, undefined, 1, 2],
    ]);
    expect(lineLength(queue)).toBe(2);
  });

  it('begins behind the sixth in a race', () => {
    const runs = Array.from({ length: 8 }, (_, i) => run(`${i}`));
    expect(placeInLine({ turns: 'race', runs }, '5')).toBeUndefined();
    expect(placeInLine({ turns: 'race', runs }, '7')).toBe(2);
  });

  it('moves past neighbours in line, over rows that are not in it', () => {
    expect(movesOf(queue, 'B')).toEqual({ earlier: -3, later: 1 });
    expect(movesOf(queue, 'A')).toEqual({ earlier: undefined, later: 3 });
    expect(movesOf(queue, 'C')).toEqual({ earlier: -1, later: undefined });
  });

  it('offers no move where nobody waits', () => {
    const none = { earlier: undefined, later: undefined };
    expect(movesOf({ ...queue, turns: 'race' }, 'B')).toEqual(none);
    expect(movesOf(queue, 'H')).toEqual(none);
    expect(movesOf(queue, 'F')).toEqual(none);
  });
});
