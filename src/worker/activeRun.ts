/** One run under way: its data, its engine, and the training loop that it drives; it moves on when an engine is lost. */
import { type Engine, EngineLost, type Trainer } from '../engine/engine.ts';
import { buildNetwork } from '../network/build.ts';
import type { Network } from '../network/layers.ts';
import { initialParameters, type Parameters } from '../network/parameters.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { Checkpoint, Outcome, TrainingEvent } from '../training/events.ts';
import type { Slice } from '../training/run.ts';
import { stepTime } from '../training/stepTime.ts';
import { type TrainingRun, train } from '../training/train.ts';
import type { Engines } from './engines.ts';
import type { Trial } from './fastest.ts';
import type { Collection, Library } from './library.ts';
import type { RunId, WorkerEvent } from './protocol.ts';

/** A run that lost so many engines is not worth another try. */
const MAX_LOSSES = 4;

export interface Surroundings {
  readonly engines: Engines;
  readonly library: Library;
  readonly post: (event: WorkerEvent) => void;
}

export class ActiveRun {
  readonly id: RunId;
  readonly experiment: Experiment;
  /** Training images seen: whose turn it is. */
  images = 0;
  /** Steps done. */
  step = 0;
  /** When it last had a turn, counted in turns. */
  lastTurn = 0;
  /** Set once the run is over; it takes no more turns. */
  ended = false;
  readonly #around: Surroundings;
  #checkpoint: Checkpoint | undefined;
  #collection: Collection | undefined;
  #engine: Engine | undefined;
  #trainer: Trainer | undefined;
  #loop: TrainingRun | undefined;
  #losses = 0;

  constructor(id: RunId, experiment: Experiment, checkpoint: Checkpoint | undefined, around: Surroundings) {
    this.id = id;
    this.experiment = experiment;
    this.#checkpoint = checkpoint;
    this.#around = around;
  }

  get ready(): boolean {
    return this.#loop !== undefined && !this.ended;
  }

  get engine(): Engine | undefined {
    return this.#engine;
  }

  /** The id of the data set in use, once known. */
  get dataSet(): string | undefined {
    return this.#collection?.data.id;
  }

  /** Loads data, finds an engine, puts the network on it. Never rejects: a failure ends the run. */
  async prepare(): Promise<void> {
    try {
      await this.#collect();
      if (!this.ended) await this.#settle();
    } catch (error) {
      await this.#meet(error);
    }
  }

  /** Does one slice of work. Never rejects: a lost engine is replaced, any other failure ends the run. */
  async turn(slice: Slice | undefined): Promise<void> {
    if (!this.#loop) return;
    try {
      const next = await this.#loop.next(slice);
      if (this.ended) return;
      if (next.done) this.end(next.value);
      else this.#tell(next.value);
    } catch (error) {
      await this.#meet(error);
    }
  }

  end(outcome: Outcome): void {
    if (this.ended) return;
    this.ended = true;
    this.#leave();
    this.#around.post({ kind: 'ended', run: this.id, outcome });
  }

  async #collect(): Promise<void> {
    const { post, library } = this.#around;
    const run = this.id;
    post({ kind: 'waiting', run, for: 'data', received: 0, total: 0 });
    this.#collection = await library.collect(this.experiment, (received, total) => {
      if (!this.ended) post({ kind: 'waiting', run, for: 'data', received, total });
    });
    const { data, instead } = this.#collection;
    if (!this.ended)
      post({ kind: 'data', run, data: data.name, ...(instead !== undefined && { why: instead }) });
  }

  /** Puts the run, from its last checkpoint or from the start, on an engine. */
  async #settle(): Promise<void> {
    const { post, engines } = this.#around;
    const run = this.id;
    post({ kind: 'waiting', run, for: 'engine' });
    const network = buildNetwork(this.experiment);
    const initial = initialParameters(network);
    const granted = await engines.get(this.experiment.engine, this.#trial(network, initial));
    if (this.ended) return;
    if ('unavailable' in granted) {
      this.end({ kind: 'failed', message: granted.unavailable });
      return;
    }
    const { engine, instead, words } = granted;
    if (instead !== undefined && this.#losses === 0) {
      post({ kind: 'notice', run, message: `${instead}. It runs on ${engine.description} instead.` });
    }
    const data = this.#collection?.on(engine);
    if (!data || !this.#collection) throw new Error('no data was collected');
    const parameters = this.#checkpoint?.parameters ?? initial;
    this.#engine = engine;
    const trainer = await engine.createTrainer(network, parameters, this.#collection.data.id);
    if (this.ended) {
      trainer.dispose();
      return;
    }
    this.#trainer = trainer;
    this.images = this.#checkpoint?.points.at(-1)?.images ?? 0;
    this.step = this.#checkpoint?.step ?? 0;
    post({
      kind: 'engine',
      run,
      engine: {
        kind: engine.kind,
        description: engine.description,
        ...(words !== undefined && { timings: words }),
      },
      images: this.images,
    });
    const loop = train({ experiment: this.experiment, trainer, data, checkpoint: this.#checkpoint });
    // Up to the first yield, which says where the run stands and trains nothing.
    const first = await loop.next();
    this.#loop = loop;
    if (this.ended) this.#leave();
    else if (!first.done) this.#tell(first.value);
  }

  /** This experiment's step on the stopwatch. */
  #trial(network: Network, initial: Parameters): Trial {
    const { experiment } = this;
    const { network: name, norm, weights, batch } = experiment;
    return {
      key: [name, norm, weights, batch].join(' '),
      time: async (engine) => {
        const collection = this.#collection;
        if (!collection) throw new Error('no data was collected');
        const { subset } = collection.on(engine);
        const trainer = await engine.createTrainer(network, initial, collection.data.id);
        try {
          return await stepTime(trainer, subset.slice(0, batch));
        } finally {
          trainer.dispose();
        }
      },
    };
  }

  #tell(event: TrainingEvent): void {
    if (event.kind === 'progress') {
      this.images = event.progress.images;
      this.step = event.progress.step;
    } else if (event.kind === 'checkpoint') {
      this.#checkpoint = event.checkpoint;
    }
    this.#around.post({ run: this.id, ...event });
  }

  async #meet(error: unknown): Promise<void> {
    if (this.ended) return;
    const message = error instanceof Error ? error.message : String(error);
    const lost = error instanceof EngineLost;
    const engine = this.#engine;
    this.#leave();
    if (!lost || ++this.#losses > MAX_LOSSES) {
      this.end({ kind: 'failed', message });
      return;
    }
    if (engine) this.#around.engines.retire(engine);
    const from = this.#checkpoint ? `step ${this.#checkpoint.step.toLocaleString('en-US')}` : 'the start';
    try {
      await this.#settle();
      const where = this.#engine && !this.ended ? ` on ${this.#engine.description}` : '';
      if (where)
        this.#around.post({
          kind: 'notice',
          run: this.id,
          message: `${message}. Going on from ${from}${where}.`,
        });
    } catch (again) {
      await this.#meet(again);
    }
  }

  #leave(): void {
    // A generator that is waiting inside `next` ends when that is done; its result is not looked at any more.
    void this.#loop?.return({ kind: 'stopped' }).catch(() => undefined);
    this.#trainer?.dispose();
    this.#loop = undefined;
    this.#trainer = undefined;
    this.#engine = undefined;
  }
}
