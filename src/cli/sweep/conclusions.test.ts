import { expect, it } from 'vitest';
import type { RunResult } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { STUDY } from '../../spec/study.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { Board } from './board.ts';
import { describeConclusions } from './conclusions.ts';
import { runKey } from './names.ts';
import { runsOf } from './plan.ts';
import { studyPlan } from './study.ts';

const full = { ...DEFAULT_EXPERIMENT, ...STUDY.budgets.full };

/** BN 85 % at batch 2, 90 % with recalibrated statistics, a tenth of a point more a seed; all else 92 %. */
function trained(experiment: Experiment): RunResult {
  const fails = experiment.norm === 'batch' && experiment.batch === 2;
  const run = finishedRun((fails ? 0.85 : 0.92) + experiment.seed / 1000, experiment);
  if (!fails || run.outcome.kind !== 'finished') return run;
  const retested = { test: { loss: 0.3, acc: 0.9 + experiment.seed ** 2 / 10_000 }, images: 1000 };
  return { ...run, outcome: { ...run.outcome, retested } };
}

function boardWith(wanted: (experiment: Experiment) => boolean): Board {
  const plan = studyPlan(full, [1, 2, 3], true);
  const runs = runsOf(plan).filter(wanted).map(trained);
  return new Board(plan, new Map(runs.map((run) => [runKey(run.experiment), run])));
}

const DATE = new Date('2026-11-28T10:00:00Z');

it('backs every sentence with cells, their seeds and an interval', () => {
  const text = describeConclusions(
    boardWith(() => true),
    DATE,
  );
  expect(text).toContain('from 39 of 39 runs: 50,000 training images, 10 epochs.');
  expect(text).toContain(
    '- GN(32)+WS at batch 2: 92.20 % (91.95 to 92.45 %, 3 seeds). BN at batch 2: 85.20 % (84.95 to 85.45 %, 3 seeds). **GN(32)+WS at batch 2 is 7.00 points above BN at batch 2 (6.77 to 7.23).**',
  );
  expect(text).toContain(
    '**BN at batch 2 with recalibrated statistics is 4.85 points above BN at batch 2 with its moving ones (4.70 to 5.00).**',
  );
  expect(text).toContain('**No difference seen between GN(32)+WS at batch 128 and GN(32) at batch 128: ');
  for (const batch of [8, 32, 64, 128])
    expect(text).toContain(
      `**No difference seen between GN(32)+WS at batch ${batch} and BN at batch ${batch}`,
    );
  expect(text).toContain(
    'the lowest test is 85.10 %, the lowest validation after any epoch 62.50 %: none came as low',
  );
});

it('asks nothing of batch sizes that are not part of the plan', () => {
  const quick = { ...DEFAULT_EXPERIMENT, ...STUDY.budgets.quick };
  const board = new Board(studyPlan(quick, [1, 2, 3], false), new Map());
  expect(describeConclusions(board, DATE)).not.toContain('batch 8');
});

it('names first what is ahead, though it was expected behind', () => {
  const plan = studyPlan(full, [1, 2, 3], true);
  const runs = runsOf(plan).map((experiment) =>
    finishedRun((experiment.norm === 'batch' ? 0.93 : 0.92) + experiment.seed / 1000, experiment),
  );
  const board = new Board(plan, new Map(runs.map((run) => [runKey(run.experiment), run])));
  expect(describeConclusions(board, DATE)).toContain(
    '**BN at batch 2 is 1.00 points above GN(32)+WS at batch 2 (0.77 to 1.23).**',
  );
});

it('claims nothing of few seeds, and names what is not trained', () => {
  const text = describeConclusions(
    boardWith(({ seed, norm, batch }) => seed === 1 && (norm === 'batch' || batch === 2)),
    DATE,
  );
  expect(text).toContain(
    '- GN(32)+WS at batch 2: 92.10 % (one seed). BN at batch 2: 85.10 % (one seed). 7.00 points apart so far; too few seeds for a claim.\n',
  );
  expect(text).toContain(
    '- GN(32)+WS at batch 128: not yet trained. GN(32) at batch 128: not yet trained.\n',
  );
  expect(text).not.toContain('**');
  expect(
    describeConclusions(
      boardWith(() => false),
      DATE,
    ),
  ).toContain('- BN at batch 2: not yet trained.\n');
});
