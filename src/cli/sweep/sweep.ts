/** Trains what a plan asks for and its folder lacks, on several processes, with a table that fills as they go. */

import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { bySetting } from '../../curves/bySetting.ts';
import { atEpochs, RUNS_FILE_FORMAT, toRunFile } from '../../results/runFile.ts';
import { labelWithin, runName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { FIELDS } from '../../spec/fields.ts';
import { grouped, timeEstimated } from '../../spec/numbers.ts';
import { INTERRUPTED, type Interrupt } from '../command.ts';
import { describeResult } from '../trainOne.ts';
import { Board } from './board.ts';
import { runKey, type SweepFolder } from './folder.ts';
import { LiveLines } from './liveLines.ts';
import { chooseWorkforce, type Workforce } from './machine.ts';
import type { Job, JobEnd, Measured } from './messages.ts';
import { runsOf, type SweepPlan } from './plan.ts';
import { Pool } from './pool.ts';
import { describeJudgement, summarize } from './summary.ts';
import { secondsOf, TimeLeft } from './time.ts';

export interface SweepOptions {
  readonly plan: SweepPlan;
  readonly folder: SweepFolder;
  /** What of it is not given is chosen. */
  readonly workforce: Partial<Workforce>;
  /** Files of runs have a point an epoch, and there is none of all of them: for a repository. */
  readonly compact?: boolean;
  /** A path to images of one's own that experiments name. */
  readonly ownData?: string | undefined;
  readonly interrupt: Interrupt;
  /** Where progress goes. */
  readonly out: WriteStream;
  /** Another budget, whose time is said too before the first run starts. */
  readonly alternative?: { readonly name: string } & Pick<Experiment, 'images' | 'epochs'>;
}

export interface SweepEnd {
  readonly board: Board;
  readonly workforce: Workforce;
  readonly interrupted: boolean;
}

const REDRAW_MS = 250;
const PLAIN_LINE_MS = 60_000;
/** The page imports no more than this from one file. */
const MOST_IN_EXPORT = 200;

export class Sweep {
  readonly #options: SweepOptions;
  readonly #lines: LiveLines;
  readonly #board: Board;
  readonly #pool: Pool;
  readonly #workforce: Workforce;
  readonly #timeLeft: TimeLeft;
  /** Of a cell under any seed. */
  readonly #speeds = new Map<string, Measured>();
  readonly #started = performance.now();
  #plainLineAt = performance.now();

  private constructor(options: SweepOptions, board: Board) {
    this.#options = options;
    this.#board = board;
    this.#lines = new LiveLines(options.out);
    this.#workforce = chooseWorkforce(board.waiting.length, options.workforce);
    this.#pool = new Pool(options.folder.path, this.#workforce, options.ownData);
    this.#timeLeft = new TimeLeft(this.#workforce.processes);
  }

  static async run(options: SweepOptions): Promise<SweepEnd> {
    const { runs, unreadable } = await options.folder.finished();
    const sweep = new Sweep(options, new Board(options.plan, runs));
    for (const problem of unreadable) sweep.#lines.print(`not a run, left alone: ${problem}`);
    for (const sentence of options.plan.leftOut) sweep.#lines.print(sentence);
    return sweep.#run();
  }

  async #run(): Promise<SweepEnd> {
    const { interrupt, folder, plan } = this.#options;
    const { waiting, total, results } = this.#board;
    interrupt.onAsked(() => this.#pool.stop());
    if (results.size > 0) this.#lines.print(`${results.size} of ${total} runs are there already`);
    const redraw = setInterval(() => this.#draw(), REDRAW_MS);
    try {
      if (waiting.length > 0) await this.#measure();
      // Twice where learning rates are searched: what they are says what is left to train.
      while (this.#board.waiting.length > 0 && !interrupt.asked()) await this.#train();
    } finally {
      clearInterval(redraw);
      this.#pool.close();
      this.#lines.clear();
    }
    const seconds = (performance.now() - this.#started) / 1000;
    const summary = summarize(this.#board, this.#workforce, seconds);
    await folder.write('results.json', `${JSON.stringify(summary, null, 1)}\n`);
    if (!this.#options.compact) await this.#writeExport();
    await this.#writeFigure();
    const left = this.#board.total - this.#board.results.size;
    if (interrupt.asked() && left > 0) {
      this.#lines.print(
        `stopped: ${this.#board.results.size} of ${total} runs are done. The same command goes on from there.`,
      );
    }
    for (const { experiment, message } of this.#board.failures.values()) {
      this.#lines.print(`failed: ${nameOf(experiment, plan)}: ${message}`);
    }
    const interrupted = interrupt.asked() && left > 0;
    return { board: this.#board, workforce: this.#workforce, interrupted };
  }

  /** A few steps of each cell that has runs to do. What cannot even be measured cannot be trained. */
  async #measure(): Promise<void> {
    const cells = new Map(this.#board.waiting.map((run) => [cellKey(run), run]));
    const { engine, processes, threads } = this.#workforce;
    this.#lines.print(
      `${this.#board.waiting.length} runs to train on ${count(processes, 'process', 'processes')} ${engine === 'wasm' ? `of ${count(threads, 'thread', 'threads')}` : 'on a GPU'}; timing a few steps of each cell`,
    );
    const jobs = [...cells.values()].map((experiment): Job => ({ kind: 'measure', experiment }));
    let problem: string | undefined;
    await this.#pool.work(jobs, {
      begun: () => undefined,
      progress: () => undefined,
      ended: ({ experiment }, end) => {
        if (end.kind === 'measured') this.#speeds.set(cellKey(experiment), end.measured);
        else if (end.kind === 'failed') {
          problem ??= end.message;
          this.#pool.stop();
        }
      },
    });
    if (problem !== undefined) throw new Error(problem);
    if (this.#options.interrupt.asked()) return;
    this.#lines.print(`about ${timeEstimated(this.#secondsLeft())} for all of them`);
    this.#sayAlternative();
  }

  #sayAlternative(): void {
    const { alternative, plan } = this.#options;
    if (!alternative) return;
    const { name, ...budget } = alternative;
    const runs = runsOf(plan).map((run) => this.#estimate({ ...run, ...budget }));
    // A cell that was trained before was not timed today.
    if (runs.includes(0)) return;
    const seconds = new TimeLeft(this.#workforce.processes).seconds(runs, []);
    this.#lines.print(`the ${name} budget would take about ${timeEstimated(seconds)}`);
  }

  async #train(): Promise<void> {
    const jobs = this.#board.waiting.map((experiment): Job => ({ kind: 'run', experiment }));
    await this.#pool.work(jobs, {
      begun: ({ experiment }) => {
        this.#board.begin(experiment);
        this.#draw();
      },
      progress: ({ experiment }, { progress }) => this.#board.progress(experiment, progress),
      ended: (job, end) => this.#ended(job, end),
    });
  }

  async #ended({ experiment }: Job, end: JobEnd): Promise<void> {
    if (end.kind === 'failed') {
      this.#board.fail(experiment, end.message);
      return;
    }
    if (end.kind !== 'ran') return;
    const result = this.#options.compact ? atEpochs(end.result) : end.result;
    if (result.outcome.kind === 'stopped') {
      this.#board.drop(experiment);
      return;
    }
    await this.#options.folder.writeRun(result);
    await this.#options.folder.checkpointOf(experiment).remove();
    this.#board.finish(result);
    if (result.seconds !== null) this.#timeLeft.ran(this.#estimate(experiment), result.seconds);
    if (this.#lines.isLive) return;
    const said = `${nameOf(experiment, this.#options.plan)}: ${describeResult(result)}`;
    this.#lines.print(`${said} · ${this.#footer()}`);
  }

  #estimate(experiment: Experiment): number {
    const measured = this.#speeds.get(cellKey(experiment));
    return measured ? secondsOf(experiment, measured) : 0;
  }

  #secondsLeft(): number {
    const running = [...this.#board.underWay.values()].map(({ experiment, progress }) => ({
      estimate: this.#estimate(experiment),
      left: progress?.secondsLeft,
    }));
    return this.#timeLeft.seconds(
      this.#board.waiting.map((each) => this.#estimate(each)),
      running,
    );
  }

  #footer(): string {
    const { results, total, underWay, waiting } = this.#board;
    const running = [...underWay.values()];
    const speed = running.reduce((sum, { progress }) => sum + (progress?.imagesPerSecond ?? 0), 0);
    const left =
      running.length + waiting.length > 0 ? `about ${timeEstimated(this.#secondsLeft())} left` : '';
    const images = speed > 0 ? `${grouped(Math.round(speed))} images/s` : '';
    return [`${results.size} of ${total} runs`, images, left].filter(Boolean).join(' · ');
  }

  #draw(): void {
    if (this.#board.underWay.size === 0) return;
    this.#lines.draw([...this.#board.table(), '', this.#footer()]);
    if (this.#lines.isLive || performance.now() - this.#plainLineAt < PLAIN_LINE_MS) return;
    this.#plainLineAt = performance.now();
    this.#lines.print(this.#footer());
  }

  /** All runs in one file, for the page's Import. */
  async #writeExport(): Promise<void> {
    const { folder } = this.#options;
    const runs = [...this.#board.results.values()];
    if (runs.length > MOST_IN_EXPORT) {
      this.#lines.print(
        `${runs.length} runs are too many to import as one file: ${join(folder.path, 'runs')} has one each`,
      );
      return;
    }
    const text = JSON.stringify({ format: RUNS_FILE_FORMAT, runs: runs.map(toRunFile) });
    await folder.write('runs.json', `${text}\n`);
  }

  /** Test accuracy against what the columns vary, where that is a number and there are several. */
  async #writeFigure(): Promise<void> {
    const { columns, rates } = this.#board.plan;
    const { setting } = columns;
    if (FIELDS[setting].kind !== 'number') return;
    const sizes = bySetting(this.#board.groups(), setting, undefined, rates.length > 0 ? ['lr'] : []);
    if (!sizes) return;
    // What draws is loaded here, and not by every sweep.
    const { renderSettingFigure } = await import('../../report/settingFigure.ts');
    const look = { width: 720, height: 400, scheme: 'light' } as const;
    await this.#options.folder.write(
      `accuracy-by-${labelWithin(setting).replaceAll(' ', '-')}.svg`,
      `${await renderSettingFigure(sizes, look)}\n`,
    );
  }
}

/** The table and the verdicts, as they are printed at the end. */
export const describeEnd = ({ board }: SweepEnd): string =>
  [...board.table(), ...describeJudgement(board)].join('\n');

export const exitCode = ({ interrupted, board }: SweepEnd): number =>
  interrupted ? INTERRUPTED : board.failures.size > 0 ? 1 : 0;

/** Equal for runs that take equally long a step: seed and budget do not matter. */
const cellKey = (experiment: Experiment): string => runKey({ ...experiment, seed: 0, images: 0, epochs: 0 });

/** 'BN, batch 2, seed 1', by the row's name in the table. */
function nameOf(experiment: Experiment, plan: SweepPlan): string {
  const row = plan.rows.find(({ cells }) =>
    cells.some((cell) => runKey({ ...cell, seed: experiment.seed }) === runKey(experiment)),
  );
  return row ? `${row.name}, batch ${experiment.batch}, seed ${experiment.seed}` : runName(experiment);
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
