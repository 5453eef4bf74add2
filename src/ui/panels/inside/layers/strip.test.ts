import { expect, it } from 'vitest';
import { buildNetwork, layOut } from '../../../../network/build.ts';
import type { Network } from '../../../../network/layers.ts';
import { FASHION_MNIST } from '../../../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { plansOf } from '../../../../spec/networks/networks.ts';
import { describeShape, stationsOf } from './strip.ts';

const wordsOf = (network: Network): string[] =>
  stationsOf(network).map((station) =>
    station.kind === 'block'
      ? `${station.layer} ${station.words} ${describeShape(station.shape)} ${station.weights}`
      : `${station.words} ${describeShape(station.shape)}`,
  );

it('says of what does not go on from the station before what it reads', () => {
  const choices = { norm: 'layer', groups: 1, standardized: false, dropout: false } as const;
  const layers = layOut([8, 8, 1], plansOf('conv4 res4 res8/2'), 3, {
    ...choices,
    position: 'before-activation',
  });
  expect(wordsOf({ ...buildNetwork(DEFAULT_EXPERIMENT, FASHION_MNIST), input: [8, 8, 1], layers })).toEqual([
    'image 8 × 8 × 1',
    'conv1 3 × 3 convolution 8 × 8 × 4 40',
    'conv2 3 × 3 convolution 8 × 8 × 4 148',
    'conv3 3 × 3 convolution 8 × 8 × 4 148',
    'add1, sum of conv3 and conv1 8 × 8 × 4',
    'conv4 3 × 3 convolution, stride 2 4 × 4 × 8 296',
    'conv5 3 × 3 convolution 4 × 4 × 8 584',
    'conv6 1 × 1 convolution, stride 2 of add1 4 × 4 × 8 40',
    'add2, sum of conv5 and conv6 4 × 4 × 8',
    'flatten 128',
    'dense1 dense 3 387',
  ]);
});

it('lists the stations of the reference network with their weights', () => {
  expect(wordsOf(buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'reference-cnn' }, FASHION_MNIST))).toEqual([
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
