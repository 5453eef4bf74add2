/**
 * The compiled WebGPU engine: a program's operations as WGSL kernels, with everything that they bind made once, replayed
 * in one submit a step. The same bits on the same device every time.
 */
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type { Trainer } from '../engine.ts';
import { OwnEngine } from '../ownEngine.ts';
import type { Device } from './device.ts';
import { StoredImages } from './images.ts';
import { WgslTrainer } from './trainer.ts';

export class WgslEngine extends OwnEngine<StoredImages, WgslTrainer> {
  readonly kind = 'wgsl';
  readonly description: string;
  readonly software: boolean;
  readonly lost: Promise<string>;
  readonly device: Device;

  constructor(device: Device, description: string, software: boolean) {
    super();
    this.device = device;
    this.description = description;
    this.software = software;
    this.lost = device.lost;
  }

  override async createTrainer(
    network: Network,
    parameters: Parameters,
    dataSet: string,
    batch?: number,
  ): Promise<Trainer> {
    const trainer = this.train(network, parameters, this.dataSet(dataSet));
    try {
      if (batch !== undefined) await trainer.prepare(batch);
      return trainer;
    } catch (error) {
      trainer.dispose();
      throw error;
    }
  }

  protected newImages(): StoredImages {
    return new StoredImages(this.device);
  }

  protected newTrainer(
    network: Network,
    parameters: Parameters,
    data: StoredImages | undefined,
    onDispose: (trainer: WgslTrainer) => void,
  ): WgslTrainer {
    return new WgslTrainer(this.device, network, parameters, data, onDispose);
  }

  protected close(): void {
    this.device.close();
  }
}
