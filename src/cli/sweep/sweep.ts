/** Trains what a plan asks for and its folder lacks, on several processes, with a table that fills as they go. */

import type { WriteStream } from 'node:tty';
import { atEpochs } from '../../results/runFile.ts';
import { runName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { grouped, timeEstimated } from '../../spec/numbers.ts';
import { INTERRUPTED, type Interrupt } from '../command.ts';
import { describeTensorBoard } from '../tensorBoard.ts';
import { describeResult } from '../trainOne.ts';
import { Board } from './board.ts';
import type { Crew } from './crew.ts';
import { SweepFiles } from './files.ts';
import type { SweepFolder } from './folder.ts';
import { LiveLines } from './liveLines.ts';
import type { Workforce } from './machine.ts';
import type { JobEnd, Measured } from './messages.ts';
import { runKey } from './names.ts';
import { runsOf, type SweepPlan } from './plan.ts';
import type { Planned } from './planFile.ts';
import { describeJudgement, summarize } from './summary.ts';
import { secondsOf, TimeLeft } from './time.ts';

interface SweepOptions {
  readonly planned: Pick<Planned, 'plan' | 'compact'>;
  readonly folder: SweepFolder;
  /** Who trains the runs that are left. @param say prints a line */
  readonly crew: (runs: number, say: (line: string) => void) => Crew | Promise<Crew>;
  /** Whether a few steps of each cell are timed first, to say how long it takes. */
  readonly timed: boolean;
  /** A folder for what TensorBoard shows. */
  readonly tensorBoard?: string | undefined;
  readonly interrupt: Interrupt;
  /** Where progress goes. */
  readonly out: WriteStream;
  /** Another budget, whose time is said too before the first run starts. */
  readonly alternative?: { readonly name: string } & Pick<Experiment, 'images' | 'epochs'>;
}

export interface SweepEnd {
  readonly board: Board;
  /** Of this machine, where it trained. */
  readonly workforce: Workforce | undefined;
  readonly interrupted: boolean;
  /** Whether files are missing that could not be written. */
  readonly incomplete: boolean;
}

const REDRAW_MS = 250;
const PLAIN_LINE_MS = 60_000;
/** Of the process that trains it, before a run has failed. */
const MOST_DEATHS = 3;

export class Sweep {
  readonly #options: SweepOptions;
  readonly #lines: LiveLines;
  readonly #board: Board;
  readonly #crew: Crew;
  readonly #files: SweepFiles;
  readonly #timeLeft: TimeLeft;
  /** Of a cell under any seed. */
  readonly #speeds = new Map<string, Measured>();
  /** How often the process of a run died. */
  readonly #deaths = new Map<string, number>();
  readonly #started = performance.now();
  #plainLineAt = performance.now();

  private constructor(options: SweepOptions, board: Board, lines: LiveLines, crew: Crew) {
    this.#options = options;
    this.#board = board;
    this.#lines = lines;
    this.#crew = crew;
    this.#files = new SweepFiles(options.folder);
    this.#timeLeft = new TimeLeft(crew.workforce?.processes ?? 1);
  }

  static async run(options: SweepOptions): Promise<SweepEnd> {
    const { folder, planned, crew, out } = options;
    const { runs, unreadable } = await folder.finished();
    const lines = new LiveLines(out);
    const board = new Board(planned.plan, runs);
    for (const problem of unreadable) lines.print(`not a run, left alone: ${problem}`);
    for (const sentence of planned.plan.leftOut) lines.print(sentence);
    const say = (line: string): void => lines.print(line);
    return new Sweep(options, board, lines, await crew(board.waiting.length, say)).#run();
  }

  async #run(): Promise<SweepEnd> {
    const { interrupt, planned, folder, timed, tensorBoard } = this.#options;
    const { waiting, total, results } = this.#board;
    interrupt.onAsked(() => this.#crew.stop());
    if (results.size > 0) this.#lines.print(`${results.size} of ${total} runs are there already`);
    if (tensorBoard !== undefined) await this.#files.writeEvents(tensorBoard, results.values());
    const redraw = setInterval(() => this.#draw(), REDRAW_MS);
    try {
      if (waiting.length > 0) {
        const timing = timed ? '; timing a few steps of each cell' : '';
        this.#lines.print(`${waiting.length} runs to train ${this.#crew.words}${timing}`);
        if (timed) await this.#measure();
      }
      // Again where learning rates are searched: what they are says what is left to train.
      while (this.#board.waiting.length > 0 && !this.#stopping) await this.#train();
    } finally {
      clearInterval(redraw);
      await this.#crew.end();
      await folder.tidy(this.#board.results.values());
      this.#lines.clear();
    }
    const seconds = (performance.now() - this.#started) / 1000;
    const { workforce } = this.#crew;
    const summary = summarize(this.#board, workforce, seconds);
    await this.#files.write('results.json', () => `${JSON.stringify(summary, null, 1)}\n`);
    if (!planned.compact) await this.#files.writeExport(this.#board);
    await this.#files.writeFigure(this.#board);
    if (tensorBoard !== undefined) {
      await this.#files.writeEvents(tensorBoard, results.values());
      this.#lines.print(describeTensorBoard(tensorBoard));
    }
    const left = this.#board.total - this.#board.results.size;
    if (interrupt.asked() && left > 0) {
      this.#lines.print(
        `stopped: ${this.#board.results.size} of ${total} runs are done. The same command goes on from there.`,
      );
    }
    for (const { experiment, message } of this.#board.failures.values()) {
      this.#lines.print(`failed: ${nameOf(experiment, planned.plan)}: ${message}`);
    }
    for (const sentence of this.#files.problems) this.#lines.print(sentence);
    const interrupted = interrupt.asked() && left > 0;
    const incomplete = this.#files.problems.length > 0;
    return { board: this.#board, workforce, interrupted, incomplete };
  }

  get #stopping(): boolean {
    return this.#options.interrupt.asked() || this.#files.problems.length > 0;
  }

  /** A few steps of each cell that has runs to do. What cannot even be measured cannot be trained. */
  async #measure(): Promise<void> {
    const cells = new Map(this.#board.waiting.map((run) => [cellKey(run), run]));
    const speeds = await this.#crew.measure([...cells.values()]);
    for (const [i, key] of [...cells.keys()].entries()) {
      const speed = speeds[i];
      if (speed) this.#speeds.set(key, speed);
    }
    if (this.#options.interrupt.asked()) return;
    this.#lines.print(`about ${timeEstimated(this.#secondsLeft())} for all of them`);
    this.#sayAlternative();
  }

  #sayAlternative(): void {
    const { alternative, planned } = this.#options;
    if (!alternative) return;
    const { name, ...budget } = alternative;
    const runs = runsOf(planned.plan).map((run) => this.#estimate({ ...run, ...budget }));
    // A cell that was trained before was not timed today.
    if (runs.includes(0)) return;
    const seconds = new TimeLeft(this.#crew.workforce?.processes ?? 1).seconds(runs, []);
    this.#lines.print(`the ${name} budget would take about ${timeEstimated(seconds)}`);
  }

  async #train(): Promise<void> {
    await this.#crew.train(this.#board.waiting, {
      begun: (run) => {
        this.#board.begin(run);
        this.#draw();
      },
      progress: (run, progress) => this.#board.progress(run, progress),
      ended: (run, end) => this.#ended(run, end),
      found: (runs) => this.#board.take(runs),
    });
  }

  async #ended(experiment: Experiment, end: JobEnd): Promise<boolean> {
    if (end.kind === 'failed' && !this.#mayTryAgain(experiment, end)) {
      this.#board.fail(experiment, end.message);
      return false;
    }
    if (end.kind !== 'ran' || end.result.outcome.kind === 'stopped') {
      this.#board.drop(experiment);
      return false;
    }
    const { planned, tensorBoard } = this.#options;
    const { compact, plan } = planned;
    const result = compact ? atEpochs(end.result) : end.result;
    this.#board.finish(result);
    const name = nameOf(experiment, plan);
    if (!(await this.#files.writeRun(result, name))) {
      this.#crew.stop();
      return false;
    }
    // Who trains it writes it, unless that is elsewhere.
    if (tensorBoard !== undefined) await this.#files.writeEvents(tensorBoard, [result]);
    if (result.seconds !== null) this.#timeLeft.ran(this.#estimate(experiment), result.seconds);
    if (!this.#lines.isLive) this.#lines.print(`${name}: ${describeResult(result)} · ${this.#footer()}`);
    return true;
  }

  /** A process that was killed, for its memory perhaps, leaves a checkpoint. */
  #mayTryAgain(experiment: Experiment, { died = false }: { died?: boolean }): boolean {
    const key = runKey(experiment);
    const deaths = (this.#deaths.get(key) ?? 0) + 1;
    this.#deaths.set(key, deaths);
    return died && deaths <= MOST_DEATHS;
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
      this.#speeds.size > 0 && running.length + waiting.length > 0
        ? `about ${timeEstimated(this.#secondsLeft())} left`
        : '';
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
}

/** The table and the verdicts, as they are printed at the end. */
export const describeEnd = ({ board }: SweepEnd): string =>
  [...board.table(), ...describeJudgement(board)].join('\n');

export const exitCode = ({ interrupted, incomplete, board }: SweepEnd): number =>
  interrupted ? INTERRUPTED : board.failures.size > 0 || incomplete ? 1 : 0;

/** Equal for runs that take equally long a step: seed and budget do not matter. */
const cellKey = (experiment: Experiment): string => runKey({ ...experiment, seed: 0, images: 0, epochs: 0 });

/** 'BN, batch 2, seed 1', by the row's name in the table. */
function nameOf(experiment: Experiment, plan: SweepPlan): string {
  const row = plan.rows.find(({ cells }) =>
    cells.some((cell) => runKey({ ...cell, seed: experiment.seed }) === runKey(experiment)),
  );
  return row ? `${row.name}, batch ${experiment.batch}, seed ${experiment.seed}` : runName(experiment);
}
