/** A subject for tests that is a real network, if a tiny one, on synthetic images; the test brings the trainer. */

import { drawImages } from '../data/synthetic.ts';
import type { Split } from '../engine/engine.ts';
import type { Subject } from '../inspection/subject.ts';
import { buildNetwork, layOut } from '../network/build.ts';
import type { Network } from '../network/layers.ts';
import { initialParameters, type Parameters } from '../network/parameters.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { imageBytes } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { plansOf } from '../spec/networks/networks.ts';

const PIXELS = imageBytes(SYNTHETIC);

/** Images in each split. */
export const COUNT = 24;

const drawn = (split: Split) => {
  const labels = Uint8Array.from({ length: COUNT }, (_, row) => row % 10);
  const images = new Uint8Array(COUNT * PIXELS);
  drawImages(1, split, 0, labels, images);
  return { images, labels };
};

export const IMAGES = { train: drawn('train'), validation: drawn('validation'), test: drawn('test') };

export interface TinySubject<T extends Subject['trainer']> extends Subject {
  readonly trainer: T;
}

/** Its weights are as drawn from the seed, after three steps. @param choices batches of 4 without dropout, unless said */
export function tinySubject<T extends Subject['trainer']>(
  choices: Partial<Experiment>,
  trainerOf: (network: Network, parameters: Parameters, images: typeof IMAGES) => T,
): TinySubject<T> {
  const experiment: Experiment = { ...DEFAULT_EXPERIMENT, dropout: 'off', batch: 4, ...choices };
  const built = buildNetwork(experiment, SYNTHETIC);
  const network = {
    ...built,
    layers: layOut(built.input, plansOf('pool pool conv4 pool dense6'), built.classes, {
      norm: experiment.norm,
      groups: 2,
      weights: experiment.weights,
      position: experiment.position,
      frozen: experiment.stats === 'moving',
      estimated: experiment.stats === 'estimated',
      momentum: experiment.momentum,
      dropout: false,
    }),
  };
  const parameters = initialParameters(network);
  return {
    experiment,
    network,
    step: 3,
    parameters,
    trainer: trainerOf(network, parameters, IMAGES),
    data: {
      batchAfter: (step) => Uint32Array.from({ length: experiment.batch }, (_, i) => (5 * step + i) % COUNT),
      rateAfter: () => experiment.lr,
      subset: Uint32Array.from({ length: COUNT }, (_, i) => i),
      train: COUNT,
      validation: COUNT,
      test: COUNT,
      ready: async () => undefined,
      pictures: (refs) =>
        refs.map(({ split, row }) => ({
          split,
          row,
          label: IMAGES[split].labels[row] ?? 0,
          shape: SYNTHETIC.shape,
          pixels: IMAGES[split].images.slice(row * PIXELS, (row + 1) * PIXELS),
        })),
    },
  };
}
