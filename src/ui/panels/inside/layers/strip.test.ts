import { expect, it } from 'vitest';
import { buildNetwork } from '../../../../network/build.ts';
import { FASHION_MNIST } from '../../../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { describeShape, stationsOf } from './strip.ts';

it('lists the stations of the reference network with their weights', () => {
  const stations = stationsOf(
    buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'reference-cnn' }, FASHION_MNIST),
  );
  expect(
    stations.map((station) =>
      station.kind === 'block'
        ? `${station.layer} ${station.words} ${describeShape(station.shape)} ${station.weights}`
        : `${station.words} ${describeShape(station.shape)}`,
    ),
  ).toEqual([
    'image 28 × 28 × 1',
    'conv1 3 × 3 convolution 28 × 28 × 32 320',
    'conv2 3 × 3 convolution 28 × 28 × 32 9248',
    'max-pool 14 × 14 × 32',
    'dropout 0.25 14 × 14 × 32',
    'conv3 3 × 3 convolution 14 × 14 × 64 18496',
    'conv4 3 × 3 convolution 14 × 14 × 64 36928',
    'max-pool 7 × 7 × 64',
    'dropout 0.25 7 × 7 × 64',
    'flatten 3,136',
    'dense1 dense 512 1606144',
    'dropout 0.5 512',
    'dense2 dense 10 5130',
  ]);
});
