/** Trains what a plan asks for and its folder lacks, on several processes, with a table that fills as they go. */

import type { WriteStream } from 'node:tty';
import { atEpochs } from '../../results/runFile.ts';
import { runName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { grouped, timeEstimated } from '../../spec/numbers.ts';
import { INTERRUPTED, type Interrupt } from '../command.ts';
import { describeResult } from '../trainOne.ts';
import { Board } from './board.ts';
import { Claims } from './claims.ts';
import { SweepFiles } from './files.ts';
import type { SweepFolder } from './folder.ts';
import { LiveLines } from './liveLines.ts';
import { chooseWorkforce, type Workforce } from './machine.ts';
import type { Job, JobEnd, Measured } from './messages.ts';
import { fileName, runKey } from './names.ts';
import { runsOf, type SweepPlan } from './plan.ts';
import type { Planned } from './planFile.ts';
import { Pool } from './pool.ts';
import { inTurn, type Shard } from './shard.ts';
import { describeJudgement, summarize } from './summary.ts';
import { secondsOf, TimeLeft } from './time.ts';

export interface SweepOptions {
  readonly planned: Planned;
  readonly folder: SweepFolder;
  /** Where in the plan it begins, one of many. */
  readonly shard?: Shard | undefined;
  /** Whether a few steps of each cell are timed first, to say how long it takes. */
  readonly timed: boolean;
  /** What of it is not given is chosen. */
  readonly workforce: Partial<Workforce>;
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
  /** Whether files are missing that could not be written. */
  readonly incomplete: boolean;
}

const REDRAW_MS = 250;
const PLAIN_LINE_MS = 60_000;
/** Of the process that trains it, before a run has failed. */
const MOST_DEATHS = 3;
/** Between two looks at what other sweeps into the folder have done. */
const OTHERS_MS = 2000;

export class Sweep {
  readonly #options: SweepOptions;
  readonly #lines: LiveLines;
  readonly #board: Board;
  readonly #pool: Pool;
  readonly #claims: Claims;
  readonly #files: SweepFiles;
  readonly #workforce: Workforce;
  readonly #timeLeft: TimeLeft;
  /** Of a cell under any seed. */
  readonly #speeds = new Map<string, Measured>();
  readonly #started = performance.now();
  #plainLineAt = performance.now();
  #waited = false;
  /** How often the process of a run died. */
  readonly #deaths = new Map<string, number>();

  private constructor(options: SweepOptions, board: Board) {
    this.#options = options;
    this.#board = board;
    this.#lines = new LiveLines(options.out);
    this.#workforce = chooseWorkforce(board.waiting.length, options.workforce);
    this.#pool = new Pool(options.folder.path, this.#workforce, options.planned.ownData);
    this.#claims = new Claims(options.folder.path);
    this.#files = new SweepFiles(options.folder);
    this.#timeLeft = new TimeLeft(this.#workforce.processes);
  }

  static async run(options: SweepOptions): Promise<SweepEnd> {
    const { runs, unreadable } = await options.folder.finished();
    const { plan } = options.planned;
    const sweep = new Sweep(options, new Board(plan, runs));
    for (const problem of unreadable) sweep.#lines.print(`not a run, left alone: ${problem}`);
    for (const sentence of plan.leftOut) sweep.#lines.print(sentence);
    return sweep.#run();
  }

  async #run(): Promise<SweepEnd> {
    const { interrupt, planned } = this.#options;
    const { waiting, total, results } = this.#board;
    interrupt.onAsked(() => this.#pool.stop());
    if (results.size > 0) this.#lines.print(`${results.size} of ${total} runs are there already`);
    const redraw = setInterval(() => this.#draw(), REDRAW_MS);
    try {
      if (waiting.length > 0) await this.#prepare();
      // Twice where learning rates are searched: what they are says what is left to train.
      while (this.#board.waiting.length > 0 && !this.#stopping) await this.#train();
    } finally {
      clearInterval(redraw);
      this.#pool.close();
      await this.#claims.end();
      await this.#options.folder.tidy(this.#board.results.values());
      this.#lines.clear();
    }
    const seconds = (performance.now() - this.#started) / 1000;
    const summary = summarize(this.#board, this.#workforce, seconds);
    await this.#files.write('results.json', () => `${JSON.stringify(summary, null, 1)}\n`);
    const without = planned.compact ? undefined : await this.#files.writeExport(this.#board);
    if (without !== undefined) this.#lines.print(without);
    await this.#files.writeFigure(this.#board);
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
    return { board: this.#board, workforce: this.#workforce, interrupted, incomplete };
  }

  get #stopping(): boolean {
    return this.#options.interrupt.asked() || this.#files.problems.length > 0;
  }

  async #prepare(): Promise<void> {
    const { engine, processes, threads } = this.#workforce;
    const on = `${count(processes, 'process', 'processes')} ${engine === 'wasm' ? `of ${count(threads, 'thread', 'threads')}` : 'on a GPU'}`;
    const { timed } = this.#options;
    this.#lines.print(
      `${this.#board.waiting.length} runs to train on ${on}${timed ? '; timing a few steps of each cell' : ''}`,
    );
    if (timed) await this.#measure();
  }

  /** A few steps of each cell that has runs to do. What cannot even be measured cannot be trained. */
  async #measure(): Promise<void> {
    const cells = new Map(this.#board.waiting.map((run) => [cellKey(run), run]));
    const jobs = [...cells.values()].map((experiment): Job => ({ kind: 'measure', experiment })).values();
    let problem: string | undefined;
    await this.#pool.work(() => jobs.next().value, {
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
    const { alternative, planned } = this.#options;
    if (!alternative) return;
    const { name, ...budget } = alternative;
    const runs = runsOf(planned.plan).map((run) => this.#estimate({ ...run, ...budget }));
    // A cell that was trained before was not timed today.
    if (runs.includes(0)) return;
    const seconds = new TimeLeft(this.#workforce.processes).seconds(runs, []);
    this.#lines.print(`the ${name} budget would take about ${timeEstimated(seconds)}`);
  }

  async #train(): Promise<void> {
    const waiting = inTurn(this.#board.waiting, this.#options.shard).values();
    const next = async (): Promise<Job | undefined> => {
      for (const experiment of waiting) if (await this.#claim(experiment)) return { kind: 'run', experiment };
      return undefined;
    };
    let begun = 0;
    await this.#pool.work(next, {
      begun: ({ experiment }) => {
        begun++;
        this.#board.begin(experiment);
        this.#draw();
      },
      progress: ({ experiment }, { progress }) => this.#board.progress(experiment, progress),
      ended: (job, end) => this.#ended(job, end),
    });
    if (begun === 0 && !this.#stopping) await this.#waitForOthers();
  }

  /** Another sweep into the folder may be at a run, or have finished it a moment ago. */
  async #claim(experiment: Experiment): Promise<boolean> {
    const { folder } = this.#options;
    const name = fileName(experiment);
    if (!(await this.#claims.take(name))) return false;
    if (!(await folder.has(experiment))) return true;
    await this.#claims.close(name);
    this.#board.take((await folder.finished()).runs);
    return false;
  }

  async #waitForOthers(): Promise<void> {
    if (!this.#waited)
      this.#lines.print('The runs that are left are trained by another sweep into this folder: waiting.');
    this.#waited = true;
    await new Promise((resolve) => setTimeout(resolve, OTHERS_MS));
    this.#board.take((await this.#options.folder.finished()).runs);
  }

  async #ended({ experiment }: Job, end: JobEnd): Promise<void> {
    const name = fileName(experiment);
    if (end.kind !== 'ran') {
      if (end.kind === 'failed' && !this.#mayTryAgain(name, end)) this.#board.fail(experiment, end.message);
      else this.#board.drop(experiment);
      await this.#claims.release(name);
      return;
    }
    const result = this.#options.planned.compact ? atEpochs(end.result) : end.result;
    if (result.outcome.kind === 'stopped') {
      this.#board.drop(experiment);
      await this.#claims.release(name);
      return;
    }
    this.#board.finish(result);
    if (!(await this.#files.writeRun(result, nameOf(experiment, this.#options.planned.plan)))) {
      await this.#claims.release(name);
      this.#pool.stop();
      return;
    }
    await this.#options.folder.checkpointOf(experiment).remove();
    await this.#claims.close(name);
    if (result.seconds !== null) this.#timeLeft.ran(this.#estimate(experiment), result.seconds);
    if (this.#lines.isLive) return;
    const said = `${nameOf(experiment, this.#options.planned.plan)}: ${describeResult(result)}`;
    this.#lines.print(`${said} · ${this.#footer()}`);
  }

  /** A process that was killed, for its memory perhaps, leaves a checkpoint. */
  #mayTryAgain(name: string, { died = false }: { died?: boolean }): boolean {
    const deaths = (this.#deaths.get(name) ?? 0) + 1;
    this.#deaths.set(name, deaths);
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

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
