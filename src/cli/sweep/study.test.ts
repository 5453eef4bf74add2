import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { STUDY } from '../../spec/study.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { Board } from './board.ts';
import { runKey } from './names.ts';
import { runsOf } from './plan.ts';
import { describeStudy, studyPlan, studyReport, studyTable } from './study.ts';

const quick = { ...DEFAULT_EXPERIMENT, ...STUDY.budgets.quick };

/** Every cell done: GN+WS 80 % and BN 60 %, a point more a seed. */
function boardOf(settings: object): Board {
  const plan = studyPlan({ ...quick, ...settings }, [1, 2, 3]);
  const runs = runsOf(plan).map((experiment) => ({
    ...finishedRun(
      (experiment.norm === 'batch' ? 0.6 : 0.8) + experiment.seed / 100,
      experiment,
      experiment.norm === 'batch' && experiment.batch > 2
        ? { recalibrated: 0.7 + experiment.seed / 100 }
        : {},
    ),
    machine: experiment.seed === 1 ? 'a' : 'b',
  }));
  return new Board(plan, new Map(runs.map((run) => [runKey(run.experiment), run])));
}

describe('the study’s plan', () => {
  it('trains the study’s own cells first, then what its code did, the batch sizes between, and more seeds', () => {
    const runs = runsOf(studyPlan(quick, [1, 2, 3, 4], true));
    expect(runs).toHaveLength(4 * 13);
    const told = runs.map(({ batch, seed, norm }) => `${norm} ${batch} ${seed}`);
    expect(told.slice(0, 3)).toEqual(['batch 2 1', 'group 2 1', 'batch 64 1']);
    expect(told.indexOf('group-as-published 2 1')).toBe(3 * 6 + 1);
    expect(told.indexOf('group 128 1')).not.toBe(told.lastIndexOf('group 128 1'));
    expect(told.indexOf('batch 8 1')).toBe(3 * 9);
    expect(told.indexOf('batch 2 4')).toBe(3 * 13);
    expect(studyPlan(quick, [1]).columns.values).toEqual(STUDY.batches);
  });
});

describe('the study’s table', () => {
  it('has the published figure beside each measured one', () => {
    const { columns, rows } = studyTable(boardOf({}));
    expect(columns).toEqual(['Batch 2', 'Batch 64', 'Batch 128']);
    expect(rows.map(({ name }) => name)).toEqual([
      'BN',
      'GN(32)+WS',
      'GN(32)',
      'GN(32) as the study coded it',
    ]);
    expect(rows[0]?.cells[0]).toEqual({ value: '62.0 ± 1.0 %', n: 3, published: '18.78 %' });
    expect(rows[0]?.cells[2]).toMatchObject({ value: '72.0 ± 1.0 %', raw: '62.0 ± 1.0 %' });
    expect(rows[1]?.cells[2]).toEqual({ value: '82.0 ± 1.0 %', n: 3, published: '92.90 %' });
    expect(rows[2]?.cells).toEqual([
      { value: '82.0 ± 1.0 %', n: 3 },
      { value: 'not part of it', n: 0 },
      { value: 'not part of it', n: 0 },
    ]);
    const lines = describeStudy(boardOf({})).split('\n');
    expect(lines[1]).toContain('72.0 ± 1.0 % (raw 62.0 ± 1.0 %) n=3');
    expect(lines[2]).toMatch(/^ {2}published +18\.78 % +92\.49 % +92\.93 %$/);
    expect(lines.slice(-5)).toEqual([
      'GN(32)+WS beats BN (recalibrated) by 10.0 points at batch 128 (95 % interval 7.7 to 12.3, 3 seeds each).',
      'All at learning rate 0.001, which was not searched for each.',
      '',
      expect.stringMatching(
        /^Caution: Few updates: .*: BN at batch 64 \(6 %\), BN at batch 128 \(24 %\)\. .* 300 training images/,
      ),
      'Caution: GN(32)+WS and GN(32): Groups of one channel are instance norm (conv 32).',
    ]);
  });

  it('has none beside another network', () => {
    const board = boardOf({ network: 'mlp' });
    expect(studyTable(board).rows[0]?.cells[0]).toEqual({ value: '62.0 ± 1.0 %', n: 3 });
    expect(describeStudy(board)).not.toMatch(/^ {2}published/m);
  });
});

describe('studyReport', () => {
  const report = (settings: object) =>
    studyReport(
      boardOf(settings),
      { engine: 'wasm', processes: 2, threads: 1 },
      'npm run reproduce',
      new Date(0),
    );

  it('says what was trained, how long it took, and what differs from the study', () => {
    const { intro, runs, verdicts, cautions, environment } = report({});
    expect(intro).toHaveLength(3);
    expect(cautions[0]).toContain('BN at batch 64 (6 %), BN at batch 128 (24 %)');
    expect(cautions).toHaveLength(2);
    expect(intro[0]).toContain('6,000 training images and 3 epochs, 3 seeds a cell');
    expect(runs).toHaveLength(24);
    expect(verdicts).toHaveLength(5);
    // 30 ms for 300 images.
    expect(environment).toContainEqual([
      'An epoch of 50,000 images, BN at batch 2',
      '5.0 s, published: about 255 s on a hosted GPU',
    ]);
    expect(environment).toContainEqual(['Machine', 'a; b']);
    expect(report(STUDY.budgets.full).intro).toHaveLength(2);
    expect(report({ network: 'mlp', optimizer: 'sgd' }).intro[1]).toBe(
      'Not as in the study: SGD and MLP 256–128.',
    );
  });
});
