/** The data sets at work in this worker: opened once, shared by runs, handed to each engine once, shard by shard. */
import {
  type DataSet,
  DataUnavailable,
  type OnProgress,
  type OpenOptions,
  type Shard,
} from '../data/dataSet.ts';
import { bytesId, openDataSet, sourceOf } from '../data/source.ts';
import { leadingShards, shardsOf, trainingSubset } from '../data/subset.ts';
import type { Engine } from '../engine/engine.ts';
import { isSameData, type Split, validationCount } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { RunRows } from '../training/run.ts';

/** A run's images: there, and ready to be given to any engine. */
export interface Collection {
  readonly data: DataSet;
  /** What is trained on, and where it is not what was asked for, why: decided here and nowhere else. */
  readonly used: UsedData;
  /** The shards of a split that hold the rows in use. @throws DataUnavailable */
  shards(split: Split): Promise<Shard[]>;
  /** What the loop needs, over this engine. */
  on(engine: Engine): RunRows;
}

export class Library {
  readonly #options: OpenOptions;
  readonly #openDataSet: typeof openDataSet;
  readonly #sets = new Map<string, Promise<DataSet>>();
  /** Those of them that are drawn, and can be again. */
  readonly #generated = new Set<string>();
  /** Shards that an engine already has, as 'set/split/index'. */
  readonly #given = new WeakMap<Engine, Set<string>>();

  constructor(options: OpenOptions, open = openDataSet) {
    this.#options = options;
    this.#openDataSet = open;
  }

  /**
   * Loads what the experiment needs before its first step. Where Fashion-MNIST cannot be had its stand-in takes its
   * place, with a reason; a data set that is not known here is never replaced.
   * @param begunOn what the run was trained on so far: it goes on with that or not at all
   * @throws DataUnavailable
   */
  async collect(experiment: Experiment, onProgress: OnProgress, begunOn?: UsedData): Promise<Collection> {
    if (begunOn) return this.#goOn(experiment, onProgress, begunOn);
    const { standIn } = sourceOf(experiment.data);
    try {
      return await this.#collect(experiment.data, experiment, onProgress);
    } catch (error) {
      if (!(error instanceof DataUnavailable) || standIn === undefined) throw error;
      return this.#collect(standIn, experiment, onProgress, error.message);
    }
  }

  async #goOn(experiment: Experiment, onProgress: OnProgress, { spec, why }: UsedData): Promise<Collection> {
    const instead = why ?? (spec.id === experiment.data ? undefined : 'the run began on it');
    const collection = await this.#collect(spec.id, experiment, onProgress, instead);
    if (isSameData(collection.data.spec, spec)) return collection;
    throw new DataUnavailable(
      `data: the images of '${spec.id}' are not those that the run began on (SHA-256 ${collection.data.spec.sha256.slice(0, 12)}…, expected ${spec.sha256.slice(0, 12)}…). Bring those back, or train anew.`,
    );
  }

  /** Forgets the generated sets that no run uses any more; a downloaded one is kept. */
  release(engines: Iterable<Engine>, inUse: ReadonlySet<string>): void {
    for (const id of this.#sets.keys()) {
      if (inUse.has(id) || !this.#generated.has(id)) continue;
      this.#generated.delete(id);
      this.#sets.delete(id);
      for (const engine of engines) {
        engine.dropImages(id);
        const given = this.#given.get(engine);
        for (const key of given ?? []) if (key.startsWith(`${id}/`)) given?.delete(key);
      }
    }
  }

  async #collect(
    name: string,
    experiment: Experiment,
    onProgress: OnProgress,
    why?: string,
  ): Promise<Collection> {
    const data = await this.#open(name, experiment.seed);
    const { spec } = data;
    const used = { spec, ...(why !== undefined && { why }) };
    const subset = trainingSubset(data.trainLabels, spec.classes.length, experiment.images, experiment.seed);
    const validation = validationCount(experiment.images, spec);
    const needed = {
      train: shardsOf(subset),
      validation: leadingShards(validation),
      test: leadingShards(spec.counts.test),
    };
    const train = await data.load('train', needed.train, onProgress);
    const validate = await data.load('validation', needed.validation, onProgress);
    return {
      data,
      used,
      shards: (split) => data.load(split, needed[split]),
      on: (engine) => {
        this.#give(engine, data, [...train, ...validate]);
        const ready = async (split: 'validation' | 'test') => {
          if (split === 'test') this.#give(engine, data, await data.load('test', needed.test));
        };
        // Downloaded while the run trains; if that fails, `ready` tries again and says why. Generating images would
        // only keep this thread from training.
        if (!this.#generated.has(data.id)) data.load('test', needed.test).catch(() => undefined);
        return { used, subset, validation, test: spec.counts.test, ready };
      },
    };
  }

  #open(name: string, seed: number): Promise<DataSet> {
    const id = bytesId(name, seed);
    const known = this.#sets.get(id);
    if (known) return known;
    const opened = this.#openDataSet(name, seed, this.#options);
    this.#sets.set(id, opened);
    if (sourceOf(name).generated) this.#generated.add(id);
    // A data set that could not be opened may be there next time.
    opened.catch(() => this.#sets.delete(id));
    return opened;
  }

  #give(engine: Engine, data: DataSet, shards: readonly Shard[]): void {
    const given = this.#given.get(engine) ?? new Set();
    this.#given.set(engine, given);
    for (const { split, index, start, images, labels } of shards) {
      const key = `${data.id}/${split}/${index}`;
      if (given.has(key)) continue;
      engine.putImages(data.id, split, start, images, labels);
      given.add(key);
    }
  }
}
