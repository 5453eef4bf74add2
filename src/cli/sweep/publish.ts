/** From a sweep of the study to the file that the page shows its figures from. */
import { STUDY_FILE_FORMAT, type StudyCell, type StudyFile } from '../../results/studyFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { Board } from './board.ts';
import { enginesOf, machinesOf, machineWords } from './machine.ts';

export function toStudyFile(board: Board, budget: StudyFile['budget'], date: Date): StudyFile {
  const results = [...board.results.values()];
  return {
    format: STUDY_FILE_FORMAT,
    date: date.toISOString(),
    budget,
    seeds: [...board.plan.seeds],
    // Runs did not always say it: the nearest guess is the machine that publishes them.
    machine: machinesOf(results).join('; ') || machineWords(),
    engines: enginesOf(results),
    cells: board.plan.rows.flatMap(({ cells }) => cells.map((cell) => cellOf(board, cell))),
  };
}

/** Each list on one line, as the repository's formatter has them. */
export const printStudyFile = (file: StudyFile): string =>
  `${JSON.stringify(file, null, 2).replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, items: string) => `[${items.replace(/\s*\n\s*/g, ' ')}]`)}\n`;

function cellOf(board: Board, cell: Experiment): StudyCell {
  const group = board.groupOf(cell);
  const finished = (group?.runs ?? []).flatMap(({ experiment, history, outcome }) => {
    const validation = history.at(-1)?.val_acc;
    return outcome.kind === 'finished' && validation !== undefined
      ? [
          {
            seed: experiment.seed,
            test: outcome.test.acc,
            recalibrated: outcome.recalibrated?.test.acc,
            validation,
          },
        ]
      : [];
  });
  const recalibrated = finished.flatMap((each) => each.recalibrated ?? []);
  return {
    norm: cell.norm,
    weights: cell.weights,
    batch: cell.batch,
    seeds: finished.map(({ seed }) => seed),
    test: finished.map(({ test }) => test),
    ...(recalibrated.length === finished.length && finished.length > 0 && { recalibrated }),
    validation: finished.map(({ validation }) => validation),
    diverged: group?.diverged ?? 0,
  };
}
