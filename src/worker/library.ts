/** The data sets at work in this worker: opened once, shared by runs, handed to each engine once, block by block. */
import {
  type Block,
  type DataSet,
  DataUnavailable,
  type OnProgress,
  type OpenOptions,
  type Split,
} from '../data/dataSet.ts';
import { openDataSet } from '../data/source.ts';
import { blocksOf, leadingBlocks, trainingSubset, validationCount } from '../data/split.ts';
import type { Engine } from '../engine/engine.ts';
import type { DataSetName, Experiment } from '../spec/experiment.ts';
import type { RunData } from '../training/run.ts';

/** A run's images: there, and ready to be given to any engine. */
export interface Collection {
  readonly data: DataSet;
  /** Why this is not the data set asked for. */
  readonly instead?: string;
  /** The blocks of a split that hold the rows in use. @throws DataUnavailable */
  blocks(split: Split): Promise<Block[]>;
  /** What the loop needs, over this engine. */
  on(engine: Engine): RunData;
}

export class Library {
  readonly #options: OpenOptions;
  readonly #openDataSet: typeof openDataSet;
  readonly #sets = new Map<string, Promise<DataSet>>();
  /** Blocks that an engine already has, as 'set/split/index'. */
  readonly #given = new WeakMap<Engine, Set<string>>();

  constructor(options: OpenOptions, open = openDataSet) {
    this.#options = options;
    this.#openDataSet = open;
  }

  /**
   * Loads what the experiment needs before its first step; `synthetic` steps in, with a reason, for what cannot be had.
   * @param begunOn what the run was trained on so far: it goes on with that or not at all
   */
  async collect(experiment: Experiment, onProgress: OnProgress, begunOn?: DataSetName): Promise<Collection> {
    if (begunOn !== undefined) {
      const collection = await this.#collect(begunOn, experiment, onProgress);
      return begunOn === experiment.data ? collection : { ...collection, instead: 'the run began on it' };
    }
    try {
      return await this.#collect(experiment.data, experiment, onProgress);
    } catch (error) {
      if (!(error instanceof DataUnavailable) || experiment.data === 'synthetic') throw error;
      const collection = await this.#collect('synthetic', experiment, onProgress);
      return { ...collection, instead: error.message };
    }
  }

  /** Forgets the generated sets that no run uses any more; a downloaded one is kept. */
  release(engines: Iterable<Engine>, inUse: ReadonlySet<string>): void {
    for (const id of this.#sets.keys()) {
      if (inUse.has(id) || id === 'fashion-mnist') continue;
      this.#sets.delete(id);
      for (const engine of engines) {
        engine.dropImages(id);
        const given = this.#given.get(engine);
        for (const key of given ?? []) if (key.startsWith(`${id}/`)) given?.delete(key);
      }
    }
  }

  async #collect(name: DataSetName, experiment: Experiment, onProgress: OnProgress): Promise<Collection> {
    const data = await this.#open(name, experiment.seed);
    const subset = trainingSubset(data.trainLabels, experiment.images, experiment.seed);
    const validation = validationCount(experiment.images);
    const needed = {
      train: blocksOf(subset),
      validation: leadingBlocks(validation),
      test: leadingBlocks(data.counts.test),
    };
    const train = await data.load('train', needed.train, onProgress);
    const validate = await data.load('validation', needed.validation, onProgress);
    return {
      data,
      blocks: (split) => data.load(split, needed[split]),
      on: (engine) => {
        this.#give(engine, data, [...train, ...validate]);
        const ready = async (split: 'validation' | 'test') => {
          if (split === 'test') this.#give(engine, data, await data.load('test', needed.test));
        };
        // Downloaded while the run trains; if that fails, `ready` tries again and says why. Generating images would
        // only keep this thread from training.
        if (data.name !== 'synthetic') data.load('test', needed.test).catch(() => undefined);
        return { name: data.name, subset, validation, test: data.counts.test, ready };
      },
    };
  }

  #open(name: DataSetName, seed: number): Promise<DataSet> {
    const id = name === 'synthetic' ? `${name}-${seed}` : name;
    const known = this.#sets.get(id);
    if (known) return known;
    const opened = this.#openDataSet(name, seed, this.#options);
    this.#sets.set(id, opened);
    // A data set that could not be opened may be there next time.
    opened.catch(() => this.#sets.delete(id));
    return opened;
  }

  #give(engine: Engine, data: DataSet, blocks: readonly Block[]): void {
    const given = this.#given.get(engine) ?? new Set();
    this.#given.set(engine, given);
    for (const { split, index, start, images, labels } of blocks) {
      const key = `${data.id}/${split}/${index}`;
      if (given.has(key)) continue;
      engine.putImages(data.id, split, start, images, labels);
      given.add(key);
    }
  }
}
