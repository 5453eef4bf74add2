/**
 * Takes the page's commands and gives the runs their turns: the run that has seen the fewest images goes next, so
 * that a comparison grows side by side. One piece of work at a time; messages are read between two pieces.
 */
import type { OpenOptions } from '../data/dataSet.ts';
import type { openDataSet } from '../data/source.ts';
import { type CreateEngine, Engines, type Memory } from './engines.ts';
import { type HostContext, HostedRun } from './hostedRun.ts';
import { Library } from './library.ts';
import { Outbox } from './outbox.ts';
import {
  type Arrangement,
  admittedOf,
  type Command,
  placesOf,
  RACE,
  type RunId,
  type RunToStart,
  type WorkerEvent,
} from './protocol.ts';
import { Questions } from './questions/questions.ts';

interface HostOptions {
  readonly send: (event: WorkerEvent) => void;
  readonly incomplete: HostContext['incomplete'];
  readonly createEngine: CreateEngine;
  readonly data: OpenOptions;
  /** Where data sets come from unless from the registry. */
  readonly openDataSet?: typeof openDataSet;
  readonly memory: Memory;
}

export class Host {
  readonly #outbox: Outbox;
  readonly #context: HostContext;
  readonly #library: Library;
  readonly #questions: Questions;
  /** Runs that are not over, in the order in which they were started. */
  readonly #runs = new Map<RunId, HostedRun>();
  /** Runs that owe a single step, with the step that they must get past. */
  readonly #stepping = new Map<RunId, number>();
  /** Runs that owe a checkpoint. */
  readonly #keeping = new Set<HostedRun>();
  #arrangement: Arrangement = RACE;
  #paused = false;
  #driving = false;
  #turns = 0;

  constructor({ send, incomplete, createEngine, data, openDataSet, memory }: HostOptions) {
    this.#outbox = new Outbox(send);
    this.#library = new Library(data, openDataSet);
    const post = (event: WorkerEvent) => this.#outbox.post(event);
    const engines = new Engines(createEngine, memory);
    this.#context = { engines, library: this.#library, post, incomplete };
    this.#questions = new Questions(this.#context, (run) => this.#runs.get(run));
  }

  handle(command: Command): void {
    try {
      this.#obey(command);
      this.#arrange();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What nobody caught, as the worker's scope hears of it. A device that goes away may throw from timers of its own. */
  async uncaught(error: unknown): Promise<void> {
    if (await this.#context.engines.losing()) return;
    this.#fail(error);
  }

  #obey(command: Command): void {
    switch (command.kind) {
      case 'start':
        if (command.arrangement) this.#arrangement = command.arrangement;
        for (const run of command.runs) this.#start(run);
        break;
      case 'stop': {
        const run = this.#runs.get(command.run);
        if (run) this.#watch(run.stop(), run);
        break;
      }
      case 'arrange':
        this.#arrangement = command.arrangement;
        break;
      case 'keep':
        for (const run of this.#runs.values()) this.#keeping.add(run);
        break;
      case 'pause':
        this.#paused = true;
        this.#context.post({ kind: 'paused' });
        break;
      case 'resume':
        this.#paused = false;
        this.#stepping.clear();
        this.#context.post({ kind: 'resumed' });
        break;
      case 'step':
        this.#paused = true;
        for (const run of this.#runs.values()) if (run.placed) this.#stepping.set(run.id, run.step);
        this.#context.post({ kind: 'paused' });
        break;
      case 'ask':
        this.#questions.ask(command);
        break;
      case 'withdraw':
        this.#questions.withdraw(command.ask);
        break;
      case 'lend':
        this.#watch(this.#questions.lend(command));
        break;
      default:
        command satisfies never;
    }
  }

  /** Looks after work that nobody waits for: where it fails, its run ends rather than wait for ever. */
  #watch(work: Promise<void>, run?: HostedRun): void {
    work.then(() => this.#arrange()).catch((error: unknown) => this.#fail(error, run));
  }

  /** Ends, in words, the run that an unexpected error hit, or where that is not known all that are on an engine. */
  #fail(error: unknown, run?: HostedRun): void {
    const hit = run ? [run] : [...this.#runs.values()].filter(({ placed }) => placed);
    for (const each of hit) each.fail(error);
    this.#arrange();
  }

  #start(toStart: RunToStart): void {
    const id = toStart.run;
    // One that is still under way under this name begins anew.
    this.#runs.get(id)?.end({ kind: 'stopped' });
    this.#questions.moved(id);
    this.#runs.delete(id);
    this.#runs.set(id, new HostedRun(toStart, this.#context));
    this.#context.post({ kind: 'waiting', run: id, for: 'turn' });
  }

  /** Brings about what the arrangement asks for: some runs make room, then others take their places. */
  #arrange(): void {
    this.#sweep();
    const admitted = admittedOf([...this.#runs.keys()], this.#arrangement);
    let places = placesOf(this.#arrangement);
    for (const run of this.#runs.values()) {
      if (!run.placed) continue;
      places--;
      if (!admitted.includes(run.id)) this.#watch(this.#park(run), run);
    }
    for (const id of admitted) {
      const run = this.#runs.get(id);
      if (!run?.waiting || places <= 0) continue;
      places--;
      this.#watch(run.prepare(), run);
    }
    this.#drive().catch((error: unknown) => this.#fail(error));
  }

  async #park(run: HostedRun): Promise<void> {
    await run.park();
    // What was copied on the way here says less than the checkpoint that it left.
    if (run.waiting) this.#questions.moved(run.id, run.step);
  }

  /** Lets go of runs that are over, and of data that nobody needs any more. */
  #sweep(): void {
    for (const run of this.#runs.values()) {
      if (run.over) {
        this.#runs.delete(run.id);
        this.#questions.moved(run.id, run.step);
      }
      if (!run.placed) this.#stepping.delete(run.id);
    }
    const runs = [...this.#runs.values()];
    // Which set a run needs is not known before it has looked.
    if (runs.some((run) => run.dataSet === undefined)) return;
    const models = [...this.#questions.models];
    const inUse = new Set([...runs, ...models].flatMap(({ dataSet }) => dataSet ?? []));
    this.#library.release(this.#context.engines.alive, inUse);
  }

  async #drive(): Promise<void> {
    if (this.#driving) return;
    this.#driving = true;
    try {
      while (await this.#work()) await macrotask();
    } finally {
      this.#driving = false;
    }
  }

  /** One piece. @returns whether there was any */
  async #work(): Promise<boolean> {
    await this.#keep();
    const run = this.#next();
    const asked = this.#questions.due(run !== undefined);
    if (asked) await this.#questions.work().catch((error: unknown) => this.#questions.fail(error));
    else if (run) await this.#turn(run).catch((error: unknown) => this.#fail(error, run));
    return asked || run !== undefined;
  }

  /** Between two turns, also while paused. */
  async #keep(): Promise<void> {
    for (const run of this.#keeping) {
      this.#keeping.delete(run);
      await run.keep();
    }
  }

  async #turn(run: HostedRun): Promise<void> {
    run.lastTurn = ++this.#turns;
    const from = this.#stepping.get(run.id);
    const started = performance.now();
    await run.turn(from === undefined ? undefined : { steps: 1 });
    this.#questions.trained(performance.now() - started);
    if (from !== undefined && run.step > from) {
      this.#stepping.delete(run.id);
      this.#outbox.flush();
    }
    if (run.over) this.#arrange();
  }

  /** Whose turn it is; while paused, only runs that owe a step. */
  #next(): HostedRun | undefined {
    const ready = [...this.#runs.values()].filter(
      (run) => run.ready && (!this.#paused || this.#stepping.has(run.id)),
    );
    return ready.sort((a, b) => a.images - b.images || a.lastTurn - b.lastTurn)[0];
  }
}

/**
 * Lets messages and timers in between two slices of work. A message to oneself, because browsers delay nested
 * timers by 4 ms each, which would cost a fast engine some 5 % of its time.
 */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

const macrotask = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(undefined);
  });
