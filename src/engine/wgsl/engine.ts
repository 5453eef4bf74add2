/**
 * The compiled WebGPU engine: a program's operations as WGSL kernels, with everything that they bind made once, replayed
 * in one submit a step. The same bits on the same device every time.
 */
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import { type Engine, type LiveBuffers, type Split, sumOfBuffers, type Trainer } from '../engine.ts';
import type { Device } from './device.ts';
import { StoredImages } from './images.ts';
import { WgslTrainer } from './trainer.ts';

export class WgslEngine implements Engine {
  readonly kind = 'wgsl';
  readonly description: string;
  readonly software: boolean;
  readonly lost: Promise<string>;
  readonly device: Device;
  readonly #dataSets = new Map<string, StoredImages>();
  readonly #trainers = new Set<WgslTrainer>();

  constructor(device: Device, description: string, software: boolean) {
    this.device = device;
    this.description = description;
    this.software = software;
    this.lost = device.lost;
  }

  putImages(dataSet: string, split: Split, start: number, images: Uint8Array, labels: Uint8Array): void {
    const set = this.#dataSets.get(dataSet) ?? new StoredImages(this.device);
    this.#dataSets.set(dataSet, set);
    set.put(split, start, images, labels);
  }

  dropImages(dataSet: string): void {
    this.#dataSets.get(dataSet)?.dispose();
    this.#dataSets.delete(dataSet);
  }

  async createTrainer(
    network: Network,
    parameters: Parameters,
    dataSet: string,
    batch?: number,
  ): Promise<Trainer> {
    const data = this.#dataSets.get(dataSet);
    if (!data) throw new Error(`data set ${dataSet} is not in the engine`);
    const trainer = this.train(network, parameters, data);
    try {
      if (batch !== undefined) await trainer.prepare(batch);
      return trainer;
    } catch (error) {
      trainer.dispose();
      throw error;
    }
  }

  /** A trainer; without a data set it can only be given batches. */
  train(network: Network, parameters: Parameters, data?: StoredImages): WgslTrainer {
    const trainer = new WgslTrainer(this.device, network, parameters, data, (gone) =>
      this.#trainers.delete(gone),
    );
    this.#trainers.add(trainer);
    return trainer;
  }

  liveBuffers(): LiveBuffers {
    return sumOfBuffers([...this.#trainers].map((trainer) => trainer.liveBuffers()));
  }

  dispose(): void {
    for (const trainer of this.#trainers) trainer.dispose();
    for (const set of this.#dataSets.values()) set.dispose();
    this.device.close();
  }
}
