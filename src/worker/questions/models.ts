/** The models at hand, a few of them: of runs that train here, copied anew as they go on, and of others, lent by the page. */

import type { Engine } from '../../engine/engine.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { imagesSeen } from '../../training/checkpoint.ts';
import type { Checkpoint } from '../../training/events.ts';
import type { Engines } from '../engines.ts';
import { trialOf } from '../fastest.ts';
import type { Library } from '../library.ts';
import type { RunId } from '../protocol.ts';
import { Model, type Original } from './model.ts';

/** Models kept at once, as many as the page asks about one picture. The reference CNN's takes 20 MB and its workspace. */
const MOST = 12;
/** How often a loan is tried on another engine. */
const MOST_TRIES = 3;

export class Models {
  readonly #engines: Engines;
  readonly #library: Library;
  /** The model that a question is being put to: it stays, however old. */
  busy: Model | undefined;
  /** The one that was asked last is the last. */
  readonly #models = new Map<RunId, Model>();
  /** Runs whose model is being made from what the page lent; a newer loan makes an older one void. */
  readonly #loans = new Map<RunId, object>();

  constructor(engines: Engines, library: Library) {
    this.#engines = engines;
    this.#library = library;
  }

  /** A model whose engine is in service. */
  find(run: RunId): Model | undefined {
    const model = this.#models.get(run);
    if (!model || this.#engines.lossOf(model.engine) === undefined) return model;
    this.forget(run);
    return undefined;
  }

  /** As `find`, and notes that it was asked. */
  use(run: RunId): Model | undefined {
    const model = this.find(run);
    if (model) this.#keep(run, model);
    return model;
  }

  get all(): Iterable<Model> {
    return this.#models.values();
  }

  /** The run as it stands now. What the page lends of it meanwhile is void. */
  async copy(run: RunId, original: Original): Promise<Model> {
    this.#loans.delete(run);
    const before = this.find(run);
    if (before && before.subject.step === original.step && before.engine === original.engine) {
      this.#keep(run, before);
      return before;
    }
    this.#models.delete(run);
    const model = await Model.of(original, before);
    this.#keep(run, model);
    return model;
  }

  /** Makes a model of what the page lent. @throws why it cannot be, for a person */
  async lend(run: RunId, experiment: Experiment, checkpoint: Checkpoint): Promise<void> {
    const loan = {};
    this.#loans.set(run, loan);
    try {
      const collection = await this.#library.collect(experiment, () => undefined, checkpoint.data);
      for (let tries = 1; ; tries++) {
        const chosen = await this.#engines.get(experiment.engine, trialOf(experiment, collection));
        if ('unavailable' in chosen) throw new Error(chosen.unavailable);
        // A newer loan is on its way, or the run has been copied since it was asked for.
        if (this.#loans.get(run) !== loan || this.find(run)) return;
        const { engine } = chosen;
        const { step, origin, parameters } = checkpoint;
        const images = imagesSeen(checkpoint);
        try {
          await this.copy(run, { experiment, step, images, origin, parameters, collection, engine });
          return;
        } catch (error) {
          const loss = this.lossBehind(error, engine);
          if (loss === undefined || tries === MOST_TRIES) throw error;
          this.lose(engine, loss);
          this.#loans.set(run, loan);
        }
      }
    } finally {
      if (this.#loans.get(run) === loan) this.#loans.delete(run);
    }
  }

  /** Why the engine is gone, if an error of its trainers comes from that. */
  lossBehind(error: unknown, engine: Engine | undefined): string | undefined {
    return this.#engines.lossBehind(error, engine);
  }

  /** Lets go of all models on an engine that was lost, and takes it out of service. */
  lose(engine: Engine, why: string): void {
    this.#engines.retire(engine, why);
    for (const [run, model] of [...this.#models]) if (model.engine === engine) this.forget(run);
  }

  /** What the page is lending of the run is of no use any more. */
  refuseLoan(run: RunId): void {
    this.#loans.delete(run);
  }

  /** Lets go of a run's model: the run goes on, or its engine is gone. */
  forget(run: RunId): void {
    this.#loans.delete(run);
    const model = this.#models.get(run);
    this.#models.delete(run);
    model?.dispose();
  }

  #keep(run: RunId, model: Model): void {
    this.#models.delete(run);
    this.#models.set(run, model);
    if (this.#models.size <= MOST) return;
    const oldest = [...this.#models].find(([, kept]) => kept !== this.busy);
    if (oldest) this.forget(oldest[0]);
  }
}
