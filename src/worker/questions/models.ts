/** The models at hand, a few of them: of runs that train here, copied anew as they go on, and of others, lent by the page. */

import type { Experiment } from '../../spec/experiment.ts';
import { imagesSeen } from '../../training/checkpoint.ts';
import type { Checkpoint } from '../../training/events.ts';
import type { Engines } from '../engines.ts';
import type { Library } from '../library.ts';
import type { RunId } from '../protocol.ts';
import { trialOf } from '../trial.ts';
import { Model, type Original } from './model.ts';

/** Models kept at once; the one that was asked longest ago goes first. The reference CNN's takes 20 MB and its workspace. */
const MOST = 8;

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

  find(run: RunId): Model | undefined {
    return this.#models.get(run);
  }

  get all(): Iterable<Model> {
    return this.#models.values();
  }

  /** The run as it stands now. */
  async copy(run: RunId, original: Original): Promise<Model> {
    const before = this.#models.get(run);
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
      const granted = await this.#engines.get(experiment.engine, trialOf(experiment, collection));
      if ('unavailable' in granted) throw new Error(granted.unavailable);
      if (this.#loans.get(run) !== loan) return;
      const { step, origin, parameters } = checkpoint;
      const images = imagesSeen(checkpoint);
      await this.copy(run, {
        experiment,
        step,
        images,
        origin,
        parameters,
        collection,
        engine: granted.engine,
      });
    } finally {
      if (this.#loans.get(run) === loan) this.#loans.delete(run);
    }
  }

  /** Lets go of a run's model: the run goes on, or its engine is gone. */
  forget(run: RunId): void {
    this.#loans.delete(run);
    this.#models.get(run)?.dispose();
    this.#models.delete(run);
  }

  #keep(run: RunId, model: Model): void {
    this.#models.delete(run);
    this.#models.set(run, model);
    if (this.#models.size <= MOST) return;
    const oldest = [...this.#models].find(([, kept]) => kept !== this.busy);
    if (oldest) this.forget(oldest[0]);
  }
}
