/**
 * One run in this worker: it waits for its turn, has a place on an engine, makes room for another and comes back, moves
 * on when an engine is lost, and is over once. What it leaves behind when it makes room is a checkpoint, so that it goes
 * on as if it had never stopped.
 */

import { DataUnavailable } from '../data/dataSet.ts';
import { type Engine, type EngineKind, EngineLost, EngineRefusal, type Trainer } from '../engine/engine.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import type { EngineChoice, Experiment } from '../spec/experiment.ts';
import { grouped } from '../spec/numbers.ts';
import { imagesSeen } from '../training/checkpoint.ts';
import type { Checkpoint, Outcome, TrainingEvent } from '../training/events.ts';
import { Run, type Slice } from '../training/run.ts';
import { type TrainingRun, trainOn } from '../training/train.ts';
import type { Engines } from './engines.ts';
import { describeFailure } from './failure.ts';
import { trialOf } from './fastest.ts';
import type { Collection, Library } from './library.ts';
import { type RunId, type RunToStart, resumably, type WorkerEvent } from './protocol.ts';
import type { Original } from './questions/model.ts';

/** A run that lost so many engines is not worth another try. */
const MAX_LOSSES = 4;
/** A device that has not answered by then does not keep a run from stopping. */
const STOP_PATIENCE_MS = 2000;
/** Between words about how much of the data has come. */
const WORDS_APART_MS = 100;

/** What all runs of this worker share. */
export interface HostContext {
  readonly engines: Engines;
  readonly library: Library;
  readonly post: (event: WorkerEvent) => void;
  /** Code that a run needs did not come, and this worker cannot ask for it again. */
  readonly incomplete: (run: RunId) => void;
}

export class HostedRun {
  readonly id: RunId;
  readonly experiment: Experiment;
  /** Training images seen: whose turn it is. */
  images = 0;
  /** Steps done. */
  step = 0;
  /** When it last had a turn, counted in turns. */
  lastTurn = 0;
  readonly #context: HostContext;
  #stage: 'waiting' | 'placed' | 'over' = 'waiting';
  /** Counted up when the run leaves: what was begun for its place before that comes too late. */
  #attempt = 0;
  #checkpoint: Checkpoint | undefined;
  #collection: Collection | undefined;
  #engine: Engine | undefined;
  #trainer: Trainer | undefined;
  #run: Run | undefined;
  #loop: TrainingRun | undefined;
  /** The turn under way, or the last one. */
  #turn: Promise<void> = Promise.resolve();
  /** Lets go of whoever waits for a turn of it. */
  #letGo: () => void = () => undefined;
  #leaving: Promise<void> | undefined;
  #parking: Promise<void> | undefined;
  /** The engine that it had its last place on, where it goes back to: another one's curve differs by rounding. */
  #home: { readonly choice: EngineChoice; readonly words: string | undefined } | undefined;
  #placements = 0;
  #losses = 0;
  /** Why engines did not take it, by their kind. */
  readonly #refusals = new Map<EngineKind, string>();

  constructor({ run, experiment, checkpoint }: RunToStart, context: HostContext) {
    this.id = run;
    this.experiment = experiment;
    this.#checkpoint = checkpoint;
    this.#context = context;
  }

  /** Without a place, in the line for one. */
  get waiting(): boolean {
    return this.#stage === 'waiting';
  }

  /** With a place, be it on the way there or leaving it. */
  get placed(): boolean {
    return this.#stage === 'placed';
  }

  /** It takes no more turns, ever. */
  get over(): boolean {
    return this.#stage === 'over';
  }

  /** Whether it can be given a turn. */
  get ready(): boolean {
    return this.#loop !== undefined && this.#leaving === undefined;
  }

  get engine(): Engine | undefined {
    return this.#engine;
  }

  /** The id of the data set in use, once known. */
  get dataSet(): string | undefined {
    return this.#collection?.data.id;
  }

  /** The run as it stands, for a copy; undefined without a place. To be asked for between two turns. @throws EngineLost */
  async original(): Promise<Original | undefined> {
    const [collection, engine, run] = [this.#collection, this.#engine, this.#run];
    if (!this.ready || !collection || !engine || !run) return undefined;
    const parameters = await run.parameters().catch((error: unknown) => {
      if (this.#context.engines.lossBehind(error, engine) === undefined) throw error;
      return run === this.#run ? this.#recover(error) : undefined;
    });
    if (!parameters) return this.original();
    const { experiment, step, images } = this;
    return { experiment, step, images, origin: this.#checkpoint?.origin, parameters, collection, engine };
  }

  /** Takes a place: loads data, finds an engine, puts the network on it. Never rejects: a failure ends the run. */
  async prepare(): Promise<void> {
    this.#stage = 'placed';
    const attempt = this.#attempt;
    try {
      const collection = this.#collection ?? (await this.#collect(attempt));
      if (attempt === this.#attempt) await this.#settle(collection, attempt);
    } catch (error) {
      if (attempt === this.#attempt) await this.#recover(error);
    }
  }

  /** Does one slice of work. Never rejects: a lost engine is replaced, any other failure ends the run. */
  turn(slice: Slice | undefined): Promise<unknown> {
    this.#turn = this.#takeTurn(slice);
    return this.#untilOver(this.#turn);
  }

  /** Leaves a checkpoint and stays, if it has a place. To be asked for between two turns. Never rejects. */
  async keep(): Promise<void> {
    if (this.ready) await this.#untilOver(this.#keep());
  }

  /** A device that never answers holds up its own run alone, and that one until it is stopped. */
  #untilOver(work: Promise<unknown>): Promise<unknown> {
    const over = new Promise<void>((resolve) => {
      this.#letGo = resolve;
    });
    return Promise.race([work, over]);
  }

  /** Gives its place up and waits in the line again. Never rejects. */
  park(): Promise<void> {
    this.#parking ??= this.#park().finally(() => {
      this.#parking = undefined;
    });
    return this.#parking;
  }

  /** Ends it, with a checkpoint if it was training. Never rejects. */
  async stop(): Promise<void> {
    const stopped = () => this.end({ kind: 'stopped' });
    if (this.#loop) {
      const impatience = setTimeout(stopped, STOP_PATIENCE_MS);
      await this.#takeLeave();
      clearTimeout(impatience);
    }
    stopped();
  }

  /** Ends it because of an error that it did not recover from. */
  fail(error: unknown): void {
    const message = describeFailure(error, this.#checkpoint !== undefined);
    this.end({ kind: 'failed', message }, error instanceof DataUnavailable);
  }

  end(outcome: Outcome, lacksImages = false): void {
    if (this.over) return;
    this.#stage = 'over';
    this.#leave();
    this.#letGo();
    this.#context.post({ kind: 'ended', run: this.id, outcome, ...(lacksImages && { lacksImages }) });
  }

  async #collect(attempt: number): Promise<Collection> {
    const { post, library } = this.#context;
    const run = this.id;
    let told = -Infinity;
    // Bytes come in hundreds of pieces, and each word to the page costs it a turn.
    const wait = (received: number, total: number): void => {
      const now = performance.now();
      if (attempt !== this.#attempt || (received < total && now - told < WORDS_APART_MS)) return;
      told = now;
      post({ kind: 'waiting', run, for: 'data', received, total });
    };
    wait(0, 0);
    const collection = await library.collect(this.experiment, wait, this.#checkpoint?.data);
    if (this.over || this.#collection) return collection;
    this.#collection = collection;
    post({ kind: 'data', run, data: collection.used });
    return collection;
  }

  /** Puts the run, from its last checkpoint or from the start, on an engine. */
  async #settle(collection: Collection, attempt: number): Promise<void> {
    const { post, engines } = this.#context;
    const { id, experiment } = this;
    post({ kind: 'waiting', run: id, for: 'engine' });
    const choice = this.#home?.choice ?? experiment.engine;
    const chosen = await engines.get(choice, trialOf(experiment, collection), this.#refusals);
    if (attempt !== this.#attempt) return;
    if ('unavailable' in chosen && chosen.notLoaded) {
      // The page starts another worker, which goes on from here.
      this.#context.incomplete(id);
      return;
    }
    if ('unavailable' in chosen) {
      const message = this.#checkpoint ? resumably(chosen.unavailable) : chosen.unavailable;
      this.end({ kind: 'failed', message });
      return;
    }
    const { engine, instead, words = this.#home?.words } = chosen;
    if (engine.kind !== 'cpu') this.#home = { choice: engine.kind, words };
    if (instead !== undefined && this.#placements === 0) {
      post({ kind: 'notice', run: id, message: `${instead}. It runs on ${engine.description} instead.` });
    }
    this.#placements++;
    const checkpoint = this.#checkpoint;
    this.#engine = engine;
    const data = collection.on(engine);
    const network = buildNetwork(experiment, collection.data.spec);
    const parameters = checkpoint?.parameters ?? initialParameters(network);
    const { id: dataSet } = collection.data;
    const trainer = await engine.createTrainer(network, parameters, dataSet, experiment.batch);
    if (attempt !== this.#attempt) {
      trainer.dispose();
      return;
    }
    this.#trainer = trainer;
    this.images = checkpoint ? imagesSeen(checkpoint) : 0;
    this.step = checkpoint?.step ?? 0;
    const { kind, description } = engine;
    const timings = words === undefined ? {} : { timings: words };
    post({ kind: 'engine', run: id, engine: { kind, description, ...timings }, images: this.images });
    const run = new Run({ experiment, trainer, data, checkpoint });
    const loop = trainOn(run);
    // Up to the first yield, which says where the run stands and trains nothing.
    const first = await loop.next();
    if (attempt !== this.#attempt) return;
    this.#run = run;
    this.#loop = loop;
    if (!first.done) this.#tell(first.value);
  }

  async #takeTurn(slice: Slice | undefined): Promise<void> {
    const loop = this.#loop;
    try {
      const next = await loop?.next(slice);
      // Of a run that has left meanwhile nobody wants to hear.
      if (!next || loop !== this.#loop) return;
      if (next.done) this.end(next.value);
      else this.#tell(next.value);
    } catch (error) {
      if (loop === this.#loop) await this.#recover(error);
    }
  }

  #tell(event: TrainingEvent): void {
    if (event.kind === 'progress') {
      this.images = event.progress.images;
      this.step = event.progress.step;
    } else if (event.kind === 'checkpoint') {
      this.#checkpoint = event.checkpoint;
    }
    this.#context.post({ run: this.id, ...event });
  }

  /** After an error: onto another engine if this one was lost or does not take the run, else the end. */
  async #recover(error: unknown): Promise<void> {
    const engine = this.#engine;
    const { engines } = this.#context;
    const loss = engines.lossBehind(error, engine);
    const why = loss ?? (error instanceof EngineRefusal ? error.message : undefined);
    // Its images for the test are missing, not what it has learned.
    if (error instanceof DataUnavailable) await this.keep();
    this.#leave();
    if (why === undefined || ++this.#losses > MAX_LOSSES) {
      this.fail(loss === undefined ? error : new EngineLost(loss));
      return;
    }
    if (engine && loss === undefined) this.#refusals.set(engine.kind, why);
    else if (engine) engines.retire(engine, why);
    this.#home = undefined;
    // One that is leaving anyway goes on elsewhere when its turn comes.
    if (!this.#collection || this.#leaving) return;
    const from = this.#checkpoint ? `step ${grouped(this.#checkpoint.step)}` : 'the start';
    const attempt = this.#attempt;
    try {
      await this.#settle(this.#collection, attempt);
      if (attempt !== this.#attempt || !this.#engine) return;
      const notice = `${why}. Going on from ${from} on ${this.#engine.description}.`;
      this.#context.post({ kind: 'notice', run: this.id, message: notice });
    } catch (again) {
      if (attempt === this.#attempt) await this.#recover(again);
    }
  }

  async #park(): Promise<void> {
    if (!this.placed) return;
    if (this.#loop) await this.#takeLeave();
    else this.#leave();
    if (!this.placed) return;
    this.#stage = 'waiting';
    this.#context.post({ kind: 'waiting', run: this.id, for: 'turn' });
  }

  /** Lets the turn under way come to its end, keeps where the run stands, and leaves. */
  #takeLeave(): Promise<void> {
    this.#leaving ??= this.#keepAndLeave().finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  async #keepAndLeave(): Promise<void> {
    await this.#turn;
    if (await this.#keep()) this.#leave();
  }

  /** @returns whether it still stands where it stood, with a checkpoint */
  async #keep(): Promise<boolean> {
    const run = this.#run;
    if (!run) return false;
    try {
      const checkpoint = await run.checkpoint();
      if (run !== this.#run) return false;
      this.#tell({ kind: 'checkpoint', checkpoint });
      return true;
    } catch (error) {
      if (run === this.#run) await this.#recover(error);
      return false;
    }
  }

  #leave(): void {
    const [loop, trainer] = [this.#loop, this.#trainer];
    this.#attempt++;
    this.#run = undefined;
    this.#loop = undefined;
    this.#trainer = undefined;
    this.#engine = undefined;
    // A generator that is waiting inside `next` ends when that is done; its result is not looked at any more.
    void loop?.return({ kind: 'stopped' }).catch(() => undefined);
    try {
      trainer?.dispose();
    } catch {
      // The run has left all the same; what is not freed goes with the engine.
    }
  }
}
