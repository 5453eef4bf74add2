import { expect, it } from 'vitest';
import { buildNetwork } from '../../../../network/build.ts';
import { FASHION_MNIST } from '../../../../spec/dataSets.ts';
import type { DataSpec } from '../../../../spec/dataSpec.ts';
import type { Experiment } from '../../../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { describeShape, foldRepeats, type Station, stationsOf } from './strip.ts';

const wordOf = (station: Station): string => {
  const shape = describeShape(station.shape);
  if (station.kind === 'between') return `${station.words} ${shape}`;
  if (station.kind === 'block') return `${station.name} ${station.words} ${shape} ${station.weights}`;
  const [main, shortcut] = [station.main, station.shortcut].map((each) => each.map(wordOf).join(', '));
  return `${station.name} (${main} | ${shortcut}) ${shape}`;
};

const wordsOf = (settings: Partial<Experiment>, shape: DataSpec['shape'] = [28, 28, 1]): string[] =>
  stationsOf(buildNetwork({ ...DEFAULT_EXPERIMENT, ...settings }, { ...FASHION_MNIST, shape })).map(wordOf);

it('has the branches of a sum side by side', () => {
  expect(wordsOf({ network: 'conv4 res4 res8/2' }, [8, 8, 1])).toEqual([
    'image 8 × 8 × 1',
    'conv1 3 × 3 convolution 8 × 8 × 4 40',
    'add1 (conv2 3 × 3 convolution 8 × 8 × 4 148, conv3 3 × 3 convolution 8 × 8 × 4 148 | ) 8 × 8 × 4',
    'add2 (conv4 3 × 3 convolution, stride 2 4 × 4 × 8 296, conv5 3 × 3 convolution 4 × 4 × 8 584 | conv6 1 × 1 convolution, stride 2 4 × 4 × 8 40) 4 × 4 × 8',
    'flatten 128',
    'dense1 dense 10 1290',
  ]);
});

it('lists the stations of the reference network with their weights', () => {
  expect(wordsOf({ network: 'reference-cnn' })).toEqual([
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

it('folds residual blocks that are alike, and no others', () => {
  const stations = stationsOf(buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'resnet-20' }, FASHION_MNIST));
  const folded = foldRepeats(stations).map((station) =>
    station.kind === 'sum' ? `${station.name} ${station.times ?? 1}` : station.words,
  );
  expect(folded).toEqual([
    ...['image', '3 × 3 convolution', 'add1 3'],
    ...['add4 1', 'add5 2', 'add7 1', 'add8 2'],
    ...['average', 'dense'],
  ]);
});
