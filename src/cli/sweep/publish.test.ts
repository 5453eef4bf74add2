import { expect, it } from 'vitest';
import { readStudyFile, studyCell } from '../../results/studyFile.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { STUDY } from '../../spec/study.ts';
import { divergedRun, finishedRun } from '../../testing/madeUpRuns.ts';
import { Board } from './board.ts';
import { runKey } from './names.ts';
import { runsOf } from './plan.ts';
import { printStudyFile, toStudyFile } from './publish.ts';
import { studyPlan } from './study.ts';

const budget = { name: 'quick', ...STUDY.budgets.quick } as const;

it('writes each cell’s accuracies by seed, and counts what diverged', () => {
  const plan = studyPlan({ ...DEFAULT_EXPERIMENT, ...STUDY.budgets.quick }, [1, 2, 3]);
  const runs = runsOf(plan).map((experiment) =>
    experiment.norm === 'batch' && experiment.seed === 2
      ? divergedRun(experiment)
      : finishedRun(0.5 + experiment.seed / 8, experiment),
  );
  const board = new Board(plan, new Map(runs.map((run) => [runKey(run.experiment), run])));
  const file = toStudyFile(board, budget, new Date(0));
  expect(file.date).toBe('1970-01-01T00:00:00.000Z');
  expect(file.machine).toMatch(/, \d+ cores?, [\d.]+ GB memory, \w+ \w+, Node v[\d.]+$/);
  expect(file.cells.map(({ norm, weights, batch }) => `${norm} ${weights} ${batch}`)).toEqual([
    ...[2, 64, 128].map((batch) => `batch plain ${batch}`),
    ...[2, 64, 128].map((batch) => `group standardized ${batch}`),
    'group plain 2',
    'group-as-published plain 2',
  ]);
  expect(studyCell(file, { norm: 'group', weights: 'plain' }, 2)).toMatchObject({
    seeds: [1, 2, 3],
    test: [0.625, 0.75, 0.875],
    validation: [0.625, 0.625, 0.625],
    diverged: 0,
  });
  expect(studyCell(file, { norm: 'batch', weights: 'plain' }, 64)).toMatchObject({
    seeds: [1, 3],
    test: [0.625, 0.875],
    diverged: 1,
  });
  const some = new Board(plan, new Map(runs.slice(0, 1).map((run) => [runKey(run.experiment), run])));
  const seedsSoFar = toStudyFile(some, budget, new Date(0)).cells.map(({ seeds }) => seeds);
  expect(seedsSoFar).toEqual([[1], ...Array.from({ length: 7 }, () => [])]);
  const text = printStudyFile(file);
  expect(text).toContain('\n      "test": [0.625, 0.875],\n');
  expect(readStudyFile(JSON.parse(text))).toEqual({ file });
});
