/** Where each cell of a sweep stands: what it has, what is under way, what failed. */
import { describeScores, type Group, groupKey, groupRuns } from '../../results/groups.ts';
import { endedTrial, type RateSearch, searchRates, trialsOf } from '../../results/rateSearch.ts';
import type { RunResult } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { plain } from '../../spec/numbers.ts';
import type { Progress } from '../../training/events.ts';
import { runKey } from './names.ts';
import { cellsOf, columnNames, runsOf, type SweepPlan } from './plan.ts';
import { textTable } from './textTable.ts';

export interface UnderWay {
  readonly experiment: Experiment;
  progress: Progress | undefined;
}

export class Board {
  readonly plan: SweepPlan;
  /** By runKey, of this plan only. */
  readonly results = new Map<string, RunResult>();
  readonly underWay = new Map<string, UnderWay>();
  /** Why each run that failed did. */
  readonly failures = new Map<string, { readonly experiment: Experiment; readonly message: string }>();

  /** @param finished runs that are there already, by runKey; others than the plan's are left aside */
  constructor(plan: SweepPlan, finished: ReadonlyMap<string, RunResult>) {
    this.plan = plan;
    this.take(finished);
  }

  /** Those of them that the plan asks for and that are not there yet. */
  take(finished: ReadonlyMap<string, RunResult>): void {
    // What searches a learning rate says which runs come after it.
    const rounds = this.plan.rates.length > 0 ? 2 : 1;
    for (let round = 0; round < rounds; round++)
      for (const experiment of this.#wanted) {
        const run = finished.get(runKey(experiment));
        if (run) this.results.set(runKey(experiment), run);
      }
  }

  /** Those that are known by now. */
  get #wanted(): Experiment[] {
    return runsOf(this.plan, (cell) => this.searchOf(cell)?.chosen);
  }

  get total(): number {
    const { rows, rates, seeds } = this.plan;
    const cells = rows.reduce((sum, row) => sum + row.cells.length, 0);
    return cells * (rates.length === 0 ? seeds.length : rates.length + seeds.length - 1);
  }

  /** The search for a cell's learning rate; undefined where there is none. A run that failed took no part. */
  searchOf(cell: Experiment): RateSearch | undefined {
    const { rates } = this.plan;
    if (rates.length === 0) return undefined;
    return searchRates(trialsOf(cell, rates), (trial) => {
      const key = runKey(trial);
      const result = this.results.get(key);
      if (result) return endedTrial(result.outcome, result.history);
      return this.failures.has(key) ? { diverged: true, validation: undefined } : undefined;
    });
  }

  /** A cell at the learning rate that was found for it. */
  found(cell: Experiment): Experiment {
    const lr = this.searchOf(cell)?.chosen;
    return lr === undefined ? cell : { ...cell, lr };
  }

  /** Runs that have neither a result nor begun, in order. */
  get waiting(): Experiment[] {
    return this.#wanted.filter((experiment) => {
      const key = runKey(experiment);
      return !this.results.has(key) && !this.underWay.has(key) && !this.failures.has(key);
    });
  }

  begin(experiment: Experiment): void {
    this.underWay.set(runKey(experiment), { experiment, progress: undefined });
  }

  progress(experiment: Experiment, progress: Progress): void {
    const run = this.underWay.get(runKey(experiment));
    if (run) run.progress = progress;
  }

  finish(result: RunResult): void {
    this.underWay.delete(runKey(result.experiment));
    this.results.set(runKey(result.experiment), result);
  }

  fail(experiment: Experiment, message: string): void {
    this.underWay.delete(runKey(experiment));
    this.failures.set(runKey(experiment), { experiment, message });
  }

  /** It was interrupted, and begins again another time. */
  drop(experiment: Experiment): void {
    this.underWay.delete(runKey(experiment));
  }

  /** The results as groups of seeds, row by row. */
  groups(): Group[] {
    return groupRuns(this.plan.rows.flatMap(({ cells }) => cells.flatMap((cell) => this.#counted(cell))));
  }

  /** The group of a cell's finished and diverged seeds. */
  groupOf(cell: Experiment): Group | undefined {
    return groupRuns(this.#counted(cell))[0];
  }

  /** None while its learning rate is being searched: the search's runs are no result. */
  #counted(cell: Experiment): RunResult[] {
    const search = this.searchOf(cell);
    return search && search.chosen === undefined ? [] : this.#runsOfCell(this.found(cell), this.results);
  }

  /** Rows and columns as text; the header first. */
  table(): string[] {
    const header = ['', ...columnNames(this.plan)];
    const rows = this.plan.rows.map((row) => [
      row.name,
      ...cellsOf(row, this.plan.columns).map((cell) => (cell ? this.#describe(cell) : '')),
    ]);
    return textTable([header, ...rows]);
  }

  /** '86.4 ± 0.5 %  2/3 ▸ 41 %' */
  #describe(asked: Experiment): string {
    const search = this.searchOf(asked);
    if (search && search.chosen === undefined) {
      const tried = search.trials.filter(({ ended }) => ended).length;
      return tried < search.trials.length
        ? `learning rate ${tried}/${search.trials.length}`
        : 'diverged at every learning rate';
    }
    const cell = this.found(asked);
    const group = this.groupOf(cell);
    const wanted = this.plan.seeds.length;
    const done = this.#runsOfCell(cell, this.results).length;
    const parts = [
      group ? describeScores(group) : '–',
      group && group.diverged > 0 ? ` ${group.diverged} diverged` : '',
      done === wanted ? ` n=${group?.accuracies.length ?? 0}` : ` ${done}/${wanted}`,
    ];
    if (search?.chosen !== undefined) parts.push(` at ${plain(search.chosen)}`);
    const failed = this.#runsOfCell(cell, this.failures).length;
    if (failed > 0) parts.push(` ${failed} failed`);
    const percents = this.#runsOfCell(cell, this.underWay).map(({ progress }) => describeProgress(progress));
    if (percents.length > 0) parts.push(` ▸ ${percents.join(', ')}`);
    return parts.join('');
  }

  #runsOfCell<T extends { readonly experiment: Experiment }>(
    cell: Experiment,
    runs: ReadonlyMap<string, T>,
  ): T[] {
    const key = groupKey({ experiment: cell });
    return [...runs.values()].filter(({ experiment }) => groupKey({ experiment }) === key);
  }
}

function describeProgress(progress: Progress | undefined): string {
  if (!progress) return 'starts';
  if (progress.phase.kind === 'testing' || progress.phase.kind === 'recalibrating')
    return progress.phase.kind;
  return `${Math.floor((100 * progress.images) / progress.totalImages)} %`;
}
