/** The exported model, opened by TensorFlow.js itself, against our trainer with the same weights. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { drawImages, syntheticLabels } from '../../data/synthetic.ts';
import { createWasmEngine } from '../../engine/wasm/engine.ts';
import { buildNetwork } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { type Experiment, NORMS } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { LAYERS_FILE, LAYERS_SOURCE } from './layersFile.ts';
import { type TfjsModel, toTfjsModel } from './model.ts';

const SEED = 1;
const TRAIN = 128;
const STEPS = 24;
const TEST = 24;
/** Images scored together: the smaller, the less can be wrong unseen. */
const PIECE = 8;
const SPLITS = { train: TRAIN, test: TEST } as const;

const rowsOf = (split: keyof typeof SPLITS) => {
  const labels = syntheticLabels(SEED, split).slice(0, SPLITS[split]);
  const images = new Uint8Array(labels.length * 784);
  drawImages(SEED, split, 0, labels, images);
  return { images, labels };
};
const train = rowsOf('train');
const test = rowsOf('test');

/** A few steps of training, so that no weight is where it started, and the scores after them. */
async function trained(network: Network) {
  const created = await createWasmEngine({ threads: 1 });
  if ('unavailable' in created) throw new Error(created.unavailable);
  const { engine } = created;
  engine.putImages('drawn', 'train', 0, train.images, train.labels);
  engine.putImages('drawn', 'test', 0, test.images, test.labels);
  const trainer = await engine.createTrainer(network, initialParameters(network), 'drawn');
  for (let t = 0; t < STEPS; t++) {
    const rows = Uint32Array.from({ length: 8 }, (_, i) => (8 * t + i) % TRAIN);
    trainer.step(rows, t + 1);
  }
  const scores: Score[] = [];
  for (let start = 0; start < TEST; start += PIECE) {
    scores.push(await trainer.evaluate('test', start, start + PIECE));
  }
  const parameters = await trainer.parameters();
  trainer.dispose();
  engine.dispose();
  return { parameters, scores };
}

/** As a page would: both files over HTTP, the second found through the first. */
async function open(model: TfjsModel): Promise<tf.LayersModel> {
  if (LAYERS_FILE in model) registerAsCommonJs(model[LAYERS_FILE] ?? '')(tf);
  const fetchFunc = async (url: RequestInfo | URL): Promise<Response> => {
    if (String(url).endsWith('/model.json')) return new Response(model['model.json']);
    return new Response(model['weights.bin']);
  };
  return tf.loadLayersModel(tf.io.http('http://localhost/model.json', { fetchFunc }));
}

type Register = (library: typeof tf) => void;

function registerAsCommonJs(source: string): Register {
  const module: { exports: unknown } = { exports: {} };
  new Function('module', source)(module);
  return module.exports as Register;
}

interface Score {
  readonly correct: number;
  readonly lossSum: number;
}

async function scoresOf(model: tf.LayersModel): Promise<Score[]> {
  const x = tf.tensor4d(
    Float32Array.from(test.images, (byte) => byte / 255),
    [TEST, 28, 28, 1],
  );
  const probabilities = (await (model.predict(x) as tf.Tensor2D).array()) as number[][];
  const scores: Score[] = [];
  for (let start = 0; start < TEST; start += PIECE) {
    const score = { correct: 0, lossSum: 0 };
    probabilities.slice(start, start + PIECE).forEach((row, i) => {
      const label = test.labels[start + i] as number;
      score.lossSum -= Math.log(row[label] as number);
      if (row.indexOf(Math.max(...row)) === label) score.correct++;
    });
    scores.push(score);
  }
  return scores;
}

/** Without a norm, standardized kernels give logits so large that probabilities round to 0. */
const CASES = [
  { norm: 'none', network: 'small-cnn', weights: 'scaled' } as const,
  ...NORMS.flatMap((norm) =>
    (['small-cnn', 'mlp'] as const).map((network) => ({
      norm,
      network,
      weights: norm === 'none' || norm === 'batch' ? ('plain' as const) : ('standardized' as const),
    })),
  ),
];

/** The model that comes of a trained network scores as the trainer does. */
async function expectSameScores(network: Network): Promise<tf.LayersModel> {
  const { parameters, scores } = await trained(network);
  await tf.setBackend('cpu');
  const model = await open(toTfjsModel(network, parameters));
  const others = await scoresOf(model);
  expect(others.map(({ correct }) => correct)).toEqual(scores.map(({ correct }) => correct));
  others.forEach(({ lossSum }, i) => {
    expect(Math.abs(lossSum / (scores[i]?.lossSum ?? 0) - 1)).toBeLessThan(2e-5);
  });
  return model;
}

describe('the exported TensorFlow.js model', () => {
  it.each(CASES)('predicts as the trainer does: $norm, $network, $weights', async (settings) => {
    await expectSameScores(buildNetwork({ ...DEFAULT_EXPERIMENT, groups: 4, ...settings }, FASHION_MNIST));
  });

  it.each([
    ['conv6k5/3 pool', 'Sequential'],
    ['conv8 res8 res12/2 gap', 'Model'],
  ])('predicts as the trainer does: %s', async (network, className) => {
    const choices = { norm: 'batch', position: 'before-activation' } as const;
    const built = buildNetwork({ ...DEFAULT_EXPERIMENT, ...choices, network }, FASHION_MNIST);
    expect((await expectSameScores(built)).getClassName()).toBe(className);
  });

  it.each(['gelu', 'silu'] as const)('predicts as the trainer does: %s', async (activation) => {
    const choices = { norm: 'batch', network: 'conv8/2 conv8 pool dense16', activation } as const;
    await expectSameScores(buildNetwork({ ...DEFAULT_EXPERIMENT, ...choices }, FASHION_MNIST));
  });

  it('opens with the reference CNN and its dropout', async () => {
    const network = buildNetwork(
      { ...DEFAULT_EXPERIMENT, norm: 'batch', position: 'before-activation' },
      FASHION_MNIST,
    );
    const model = await open(toTfjsModel(network, initialParameters(network), { experiment: '{}' }));
    expect(model.countParams()).toBe(1_679_082);
    expect(model.layers.map((layer) => layer.getClassName()).slice(0, 8)).toEqual([
      'Conv2D',
      'BatchNormalization',
      'ReLU',
      'Conv2D',
      'BatchNormalization',
      'ReLU',
      'MaxPooling2D',
      'Dropout',
    ]);
  });

  it('brings a file of layers only where TensorFlow.js has none', () => {
    const names = (norm: Experiment['norm']) => {
      const network = buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'mlp', norm }, FASHION_MNIST);
      return Object.keys(toTfjsModel(network, initialParameters(network)));
    };
    expect(names('batch')).toEqual(['model.json', 'weights.bin']);
    expect(names('none')).toEqual(['model.json', 'weights.bin']);
    expect(names('layer')).toEqual(['model.json', 'weights.bin', LAYERS_FILE]);
  });
});

describe('the file of layers', () => {
  it('registers itself with a global tf, and brings a function where there is none', async () => {
    const global = globalThis as { tf?: unknown; registerNormPlaygroundLayers?: Register };
    const registered: string[] = [];
    const library = {
      ...tf,
      serialization: {
        registerClass: ({ className }: { className: string }) => registered.push(className),
      },
    };
    const all = [
      'GroupNormalization',
      'BatchChannelNormalization',
      'BandNormalization',
      'ImageRMSNormalization',
      'FilterResponseNormalization',
      'DynamicTanh',
    ];

    global.tf = library;
    new Function(LAYERS_SOURCE)();
    expect(registered.splice(0)).toEqual(all);

    delete global.tf;
    delete global.registerNormPlaygroundLayers;
    await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(LAYERS_SOURCE)}`);
    expect(registered).toEqual([]);
    (global as { registerNormPlaygroundLayers?: (library: unknown) => void }).registerNormPlaygroundLayers?.(
      library,
    );
    expect(registered).toEqual(all);
  });
});
