/** The engine on TensorFlow.js's kernels, over any of its devices. */
import { engine as tfjs } from '@tensorflow/tfjs-core';
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type { BatchTrainer, Engine, EngineKind, LiveBuffers, Split } from '../engine.ts';
import { Device, type Opened } from './devices/device.ts';
import { StoredImages } from './images.ts';
import { TfjsTrainer } from './trainer.ts';

export class TfjsEngine implements Engine {
  readonly kind: EngineKind;
  readonly description: string;
  readonly software: boolean;
  readonly lost: Promise<string>;
  readonly device: Device;
  private readonly dataSets = new Map<string, StoredImages>();
  private readonly trainers = new Set<TfjsTrainer>();

  constructor(opened: Opened) {
    this.device = new Device(opened);
    this.kind = this.device.kind;
    this.description = this.device.description;
    this.software = opened.software;
    this.lost = this.device.lost;
  }

  putImages(dataSet: string, split: Split, start: number, images: Uint8Array, labels: Uint8Array): void {
    this.dataSet(dataSet).put(split, { start, images, labels });
  }

  private dataSet(name: string): StoredImages {
    const dataSet = this.dataSets.get(name) ?? new StoredImages();
    this.dataSets.set(name, dataSet);
    return dataSet;
  }

  dropImages(dataSet: string): void {
    this.dataSets.delete(dataSet);
  }

  async createTrainer(network: Network, parameters: Parameters, dataSet: string): Promise<BatchTrainer> {
    const forget = (trainer: TfjsTrainer) => this.trainers.delete(trainer);
    const trainer = new TfjsTrainer(this.device, network, parameters, this.dataSet(dataSet), forget);
    this.trainers.add(trainer);
    return trainer;
  }

  liveBuffers(): LiveBuffers {
    return { count: this.device.count(), bytes: tfjs().memory().numBytes };
  }

  dispose(): void {
    for (const trainer of this.trainers) trainer.dispose();
    this.dataSets.clear();
    this.device.close();
  }
}
