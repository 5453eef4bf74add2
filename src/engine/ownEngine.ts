/** What engines that compile programs have in common: data sets by their names, and trainers until they are disposed of. */
import type { Network } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';
import {
  type BatchTrainer,
  type Engine,
  type EngineKind,
  type LiveBuffers,
  type Split,
  sumOfBuffers,
  type Trainer,
} from './engine.ts';

interface ImageStore {
  put(split: Split, start: number, images: Uint8Array, labels: Uint8Array): void;
  dispose(): void;
}

interface Held extends BatchTrainer {
  liveBuffers(): LiveBuffers;
}

export abstract class OwnEngine<Images extends ImageStore, One extends Held> implements Engine {
  abstract readonly kind: EngineKind;
  abstract readonly description: string;
  abstract readonly software: boolean;
  abstract readonly lost: Promise<string>;
  readonly #dataSets = new Map<string, Images>();
  readonly #trainers = new Set<One>();

  protected abstract newImages(): Images;
  /** @param onDispose to be called when the trainer is disposed of */
  protected abstract newTrainer(
    network: Network,
    parameters: Parameters,
    data: Images | undefined,
    onDispose: (trainer: One) => void,
  ): One;
  /** Ends what the engine works with. */
  protected abstract close(): void;

  putImages(dataSet: string, split: Split, start: number, images: Uint8Array, labels: Uint8Array): void {
    const set = this.#dataSets.get(dataSet) ?? this.newImages();
    this.#dataSets.set(dataSet, set);
    set.put(split, start, images, labels);
  }

  dropImages(dataSet: string): void {
    this.#dataSets.get(dataSet)?.dispose();
    this.#dataSets.delete(dataSet);
  }

  dataSet(name: string): Images {
    const data = this.#dataSets.get(name);
    if (!data) throw new Error(`data set ${name} is not in the engine`);
    return data;
  }

  async createTrainer(network: Network, parameters: Parameters, dataSet: string): Promise<Trainer> {
    return this.train(network, parameters, this.dataSet(dataSet));
  }

  /** A trainer; without a data set it can only be given batches. */
  train(network: Network, parameters: Parameters, data?: Images): One {
    const trainer = this.newTrainer(network, parameters, data, (gone) => this.#trainers.delete(gone));
    this.#trainers.add(trainer);
    return trainer;
  }

  liveBuffers(): LiveBuffers {
    return sumOfBuffers([...this.#trainers].map((trainer) => trainer.liveBuffers()));
  }

  dispose(): void {
    for (const trainer of this.#trainers) trainer.dispose();
    for (const name of [...this.#dataSets.keys()]) this.dropImages(name);
    this.close();
  }
}
