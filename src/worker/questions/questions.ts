/**
 * The questions that the page has put to runs, answered one at a time in pieces. Training comes first: after a piece it
 * gets a multiple of the time that the piece took, before the next.
 */
import { answer } from '../../inspection/answer.ts';
import type { Answer } from '../../inspection/question.ts';
import type { Amount, Answering } from '../../inspection/subject.ts';
import { messageOf } from '../failure.ts';
import type { HostContext, HostedRun } from '../hostedRun.ts';
import type { Command, RunId } from '../protocol.ts';
import type { Model } from './model.ts';
import { Models } from './models.ts';

type Ask = Extract<Command, { readonly kind: 'ask' }>;
type Lend = Extract<Command, { readonly kind: 'lend' }>;

/** Of the time of training, what questions get: those that are asked all the time, those that somebody waits for. */
const LIVE_SHARE = 0.06;
const AWAITED_SHARE = 0.5;
/** Milliseconds of a piece, where the answer can be cut so fine. */
const PIECE_MS = 60;
/** A piece that waits for longer than this does not keep training waiting. */
const PATIENCE_MS = 50;
/** How often a question is begun anew because its engine was lost. */
const MOST_TRIES = 3;

interface Waiting {
  readonly ask: Ask;
  readonly tries: number;
}

interface Current extends Waiting {
  readonly model: Model;
  readonly answering: Answering<Answer>;
  /** The piece under way, while it waits for something else than this thread: a download, a GPU. */
  piece?: Promise<IteratorResult<Amount, Answer>> | undefined;
}

export class Questions {
  readonly #post: HostContext['post'];
  readonly #hosted: (run: RunId) => HostedRun | undefined;
  readonly #models: Models;
  readonly #now: () => number;
  #line: Waiting[] = [];
  #working: Current | undefined;
  /** Runs whose weights the page has been asked for. */
  readonly #wanted = new Set<RunId>();
  /** Milliseconds of training that have to pass before the next piece. */
  #owed = 0;

  constructor(
    { engines, library, post }: HostContext,
    hosted: (run: RunId) => HostedRun | undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#post = post;
    this.#hosted = hosted;
    this.#models = new Models(engines, library);
    this.#now = now;
  }

  get #current(): Current | undefined {
    return this.#working;
  }

  set #current(current: Current | undefined) {
    this.#working = current;
    this.#models.busy = current?.model;
  }

  get models(): Iterable<Model> {
    return this.#models.all;
  }

  ask(ask: Ask): void {
    this.withdraw(ask.ask);
    this.#line.push({ ask, tries: 0 });
  }

  withdraw(ask: string): void {
    this.#line = this.#line.filter((waiting) => waiting.ask.ask !== ask);
    const current = this.#current;
    if (current?.ask.ask !== ask) return;
    this.#current = undefined;
    // Of how it ends nobody wants to hear.
    void current.answering.return(undefined as never).catch(() => undefined);
  }

  /** The page's answer to `wanted`. Never rejects. */
  async lend({ run, model }: Lend): Promise<void> {
    try {
      if ('missing' in model) throw new Error(model.missing);
      await this.#models.lend(run, model.experiment, model.checkpoint);
    } catch (error) {
      const asked = this.#line.filter(({ ask }) => ask.run === run && !this.#hosted(run)?.placed);
      for (const waiting of asked) this.#refuse(waiting, error);
    } finally {
      this.#wanted.delete(run);
    }
  }

  /** Gives up all questions, because of an error that nobody expected. */
  fail(error: unknown): void {
    const asked = this.#current ? [this.#current, ...this.#line] : this.#line;
    this.#current = undefined;
    for (const waiting of asked) this.#refuse(waiting, error);
  }

  /** The run's weights are about to change, or have changed for the last time. @param step where they stand for good */
  moved(run: RunId, step?: number): void {
    this.#models.refuseLoan(run);
    const model = this.#models.find(run);
    if (!model || (step !== undefined && model.subject.step === step)) return;
    if (this.#current?.model === model) this.#putBack(this.#current);
    this.#models.forget(run);
  }

  /** Training did so much. */
  trained(ms: number): void {
    this.#owed -= ms;
  }

  /** Whether the next piece may be done now. @param training whether there is a run that could have a turn instead */
  due(training: boolean): boolean {
    if (!this.#current && !this.#next()) return false;
    if (!training) this.#owed = 0;
    return this.#owed <= 0;
  }

  /** Does one piece. Never rejects. */
  async work(): Promise<void> {
    const started = this.#now();
    let share = LIVE_SHARE;
    let current = this.#current;
    const waiting = current ?? this.#next();
    if (waiting) {
      if (!waiting.ask.live) share = AWAITED_SHARE;
      try {
        current ??= await this.#begin(waiting);
        if (current) await this.#answer(current, started);
      } catch (error) {
        // Of one that was withdrawn or begins anew meanwhile, this does not matter.
        if (!current || this.#current === current) this.#recover(waiting, error);
      }
    }
    this.#owed = (this.#now() - started) / share;
  }

  /** The first in the line that can be begun; those that somebody waits for come first. Asks the page for what is missing. */
  #next(): Waiting | undefined {
    const ready = this.#line.filter(({ ask }) => this.#ready(ask.run));
    return ready.find(({ ask }) => !ask.live) ?? ready[0];
  }

  #ready(run: RunId): boolean {
    const hosted = this.#hosted(run);
    if (hosted?.ready) return true;
    // On the way to its place, or out of it.
    if (hosted?.placed) return false;
    if (this.#wanted.has(run)) return false;
    if (this.#models.find(run)) return true;
    this.#wanted.add(run);
    this.#post({ kind: 'wanted', run });
    return false;
  }

  async #begin(waiting: Waiting): Promise<Current | undefined> {
    const { ask } = waiting;
    const original = await this.#hosted(ask.run)?.original();
    const model = original ? await this.#models.copy(ask.run, original) : this.#models.use(ask.run);
    // Withdrawn, or the run left, while its weights were read.
    if (!model || !this.#line.includes(waiting)) return undefined;
    const answering = answer(model.ask(), ask.question);
    this.#line = this.#line.filter((other) => other !== waiting);
    this.#current = { ...waiting, model, answering };
    return this.#current;
  }

  async #answer(current: Current, started: number): Promise<void> {
    const { ask, model, answering } = current;
    const { run } = ask;
    for (;;) {
      current.piece ??= answering.next();
      const next = await soon(current.piece);
      if (next === undefined || this.#current !== current) return;
      current.piece = undefined;
      if (next.done) {
        this.#current = undefined;
        const { step } = model.subject;
        this.#post({ kind: 'answer', run, ask: ask.ask, answer: next.value, step, images: model.images });
        return;
      }
      if (this.#now() - started < PIECE_MS) continue;
      this.#post({ kind: 'answering', run, ask: ask.ask, ...next.value });
      return;
    }
  }

  /** Begins a question anew whose engine was lost; of any other failure it tells the page. */
  #recover(waiting: Waiting, error: unknown): void {
    const { run } = waiting.ask;
    const current = this.#current;
    if (current?.ask === waiting.ask) this.#current = undefined;
    else if (!this.#line.includes(waiting)) return;
    const engine = current?.model.engine ?? this.#hosted(run)?.engine;
    // What a failure leaves of it may not be what was lent.
    this.#models.forget(run);
    const loss = this.#models.lossBehind(error, engine);
    if (engine && loss !== undefined) this.#models.lose(engine, loss);
    if (loss !== undefined && waiting.tries + 1 < MOST_TRIES) this.#putBack(waiting);
    else this.#refuse(waiting, error);
  }

  /** Begins it anew when its turn comes. */
  #putBack({ ask, tries }: Waiting): void {
    if (this.#current?.ask === ask) this.#current = undefined;
    this.#line = [...this.#line.filter((waiting) => waiting.ask !== ask), { ask, tries: tries + 1 }];
  }

  #refuse({ ask }: Waiting, error: unknown): void {
    this.#line = this.#line.filter((waiting) => waiting.ask !== ask);
    const why = messageOf(error);
    this.#post({ kind: 'unanswered', run: ask.run, ask: ask.ask, why });
  }
}

/** The result if it is there within PATIENCE_MS; this thread's own work counts as no time. Rejects as `piece` does. */
function soon<T>(piece: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  return Promise.race([piece, late]).finally(() => clearTimeout(timer));
}
