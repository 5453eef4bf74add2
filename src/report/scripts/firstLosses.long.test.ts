/**
 * The exported scripts, run by PyTorch and by Keras 3 from our initial weights and on the images in our order: for every
 * norm the losses of an epoch's steps are those of the CPU engine. scripts.test.ts has what a step does to each weight.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { pythonWith, runPython } from '../../../scripts/python.ts';
import { drawImages, syntheticLabels } from '../../data/synthetic.ts';
import { createWasmEngine } from '../../engine/wasm/engine.ts';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import type { Split } from '../../spec/dataSpec.ts';
import {
  ACTIVATIONS,
  type Experiment,
  INITIALIZERS,
  NORMS,
  OPTIMIZERS,
  SCHEDULES,
  STATISTICS,
  WEIGHTS,
} from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS } from '../../spec/fields.ts';
import { normHas, normNamed } from '../../spec/norms/norms.ts';
import { fashionFiles, type Rows } from '../../testing/fashionFiles.ts';
import { BatchOrder, epochOrder, rateAfter, scheduleOf } from '../../training/schedule.ts';
import { toSafetensors } from '../safetensors.ts';
import { kerasScript } from './keras.ts';
import { pytorchScript } from './pytorch.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'first-losses-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const IMAGES = 500;
/** Of the losses, of which the first are about 2.3. */
const TOLERANCE = 1e-4;

function rowsOf(split: Split, count: number): Rows {
  const [images, labels] = [new Uint8Array(count * 784), syntheticLabels(1, split).subarray(0, count)];
  drawImages(1, split, 0, labels, images);
  return { images, labels };
}
// Of the training files the scripts keep a sixth for validation.
const [train, test] = [rowsOf('train', (IMAGES * 6) / 5), rowsOf('test', 100)];
for (const [name, content] of fashionFiles(train, test)) writeFileSync(join(FOLDER, name), gzipSync(content));

/**
 * Smooth: beside a ReLU or a max-pool one value of thousands is so near to the edge that rounding decides, and losses
 * that are right are 1e-4 apart after two updates.
 */
const BASE: Experiment = {
  ...DEFAULT_EXPERIMENT,
  ...{ network: 'conv8 conv16/2 dense32', activation: 'silu', groups: 4, dropout: 'off' },
  ...{ data: FASHION_MNIST.id, images: IMAGES, batch: 50, epochs: 1, optimizer: 'momentum', lr: 0.01 },
};
const RESIDUAL: Experiment = {
  ...BASE,
  ...{ network: 'conv8 res8 res16/2 gap', position: 'before-activation', weights: 'plain', zeroGamma: 'on' },
};
/** With a ReLU and max-pools, a small learning rate, and compared for a few steps alone. */
const POOLING: Experiment = {
  ...BASE,
  ...{ network: 'small-cnn', activation: 'relu', optimizer: 'sgd', lr: 1e-4 },
};
/** Where values are at an edge: of a ReLU and a max-pool, or of a norm that has one of its own. */
const STEPS_AT_EDGES = 3;

/** Without a norm, standardized kernels make losses that no step survives. */
const allows = (norm: Experiment['norm'], weights: Experiment['weights']): boolean =>
  norm !== 'none' || weights !== 'standardized';

const statisticsOf = (norm: Experiment['norm']): readonly Experiment['stats'][] =>
  normHas(norm, 'stats')
    ? STATISTICS.filter((stats) => stats !== 'estimated' || normNamed(norm)?.estimates)
    : [BASE.stats];

const EXPERIMENTS: readonly Experiment[] = [
  ...NORMS.flatMap((norm) =>
    statisticsOf(norm).flatMap((stats) =>
      WEIGHTS.filter((weights) => allows(norm, weights)).map((weights) => ({
        ...BASE,
        norm,
        stats,
        weights,
      })),
    ),
  ),
  ...NORMS.flatMap((norm) => statisticsOf(norm).map((stats) => ({ ...RESIDUAL, norm, stats }))),
  ...NORMS.map((norm) => ({ ...POOLING, norm, weights: 'plain' as const })),
  // Adam makes whole steps of the rounding in a gradient that is 0, such as that of a bias before batch norm.
  ...OPTIMIZERS.flatMap((optimizer) =>
    [0, 0.1].map((decay) => ({
      ...BASE,
      norm: 'none' as const,
      weights: 'plain' as const,
      optimizer,
      decay,
      lr: 0.001,
    })),
  ),
  ...SCHEDULES.flatMap((schedule) => [
    { ...RESIDUAL, schedule, warmup: 0.4, decay: 0.1 },
    { ...BASE, schedule, warmup: 0.4, decay: 0.1, optimizer: 'adam' as const, lr: 0.001 },
  ]),
  ...ACTIVATIONS.map((activation) => ({ ...RESIDUAL, activation })),
  ...INITIALIZERS.filter((init) => init !== BASE.init).map((init) => ({ ...BASE, init })),
];

/** What is not as in BASE. */
const named = (experiment: Experiment): string =>
  FIELD_KEYS.filter((key) => experiment[key] !== BASE[key])
    .map((key) => `${key}=${experiment[key]}`)
    .join(' ') || 'as it stands';

interface Losses {
  /** Of each step, before its update. */
  readonly losses: readonly number[];
  /** After the last of them. */
  readonly val_loss: number;
}

async function runHere(): Promise<Losses[]> {
  const created = await createWasmEngine({ threads: 2 });
  if ('unavailable' in created) throw new Error(created.unavailable);
  const { engine } = created;
  const at = IMAGES * 784;
  engine.putImages('drawn', 'train', 0, train.images.subarray(0, at), train.labels.subarray(0, IMAGES));
  engine.putImages('drawn', 'validation', 0, train.images.subarray(at), train.labels.subarray(IMAGES));
  const found: Losses[] = [];
  for (const experiment of EXPERIMENTS) {
    const { batch, epochs, seed } = experiment;
    const network = buildNetwork(experiment, FASHION_MNIST);
    const trainer = await engine.createTrainer(network, initialParameters(network), 'drawn');
    const schedule = scheduleOf(IMAGES, batch, epochs);
    const order = new BatchOrder(
      Uint32Array.from({ length: IMAGES }, (_, row) => row),
      seed,
      schedule,
    );
    const losses: number[] = [];
    for (let step = 0; step < schedule.totalSteps; step++) {
      trainer.step(order.after(step), step + 1, rateAfter(schedule, experiment, step));
      const { lossSum, images } = await trainer.readMetrics();
      losses.push(lossSum / images);
    }
    const { lossSum } = await trainer.evaluate('validation', 0, IMAGES / 5);
    found.push({ losses, val_loss: lossSum / (IMAGES / 5) });
    trainer.dispose();
  }
  engine.dispose();
  return found;
}

/** One process runs all: starting either library takes seconds. */
function runThere(python: string, library: 'torch' | 'keras'): Losses[] {
  const cases = EXPERIMENTS.map((experiment, i) => {
    const [script, before] = [`${library}-${i}.py`, `${library}-${i}.safetensors`].map((name) =>
      join(FOLDER, name),
    );
    const network = buildNetwork(experiment, FASHION_MNIST);
    const source = (library === 'torch' ? pytorchScript : kerasScript)(experiment, FASHION_MNIST);
    writeFileSync(script as string, source);
    writeFileSync(before as string, toSafetensors(network, initialParameters(network), {}));
    const subset = Uint32Array.from({ length: IMAGES }, (_, row) => row);
    return {
      library,
      script,
      before,
      layers: network.layers,
      order: [...epochOrder(subset, experiment.seed, 1)],
    };
  });
  const path = join(FOLDER, `${library}.json`);
  writeFileSync(path, JSON.stringify(cases));
  const lines = runPython(python, join(HERE, 'firstLosses.py'), path, FOLDER).trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** What is not as here, in a line. */
function differences(experiment: Experiment, ours: Losses, theirs: Losses): string[] {
  const smooth = experiment.network !== POOLING.network && !normNamed(experiment.norm)?.activates;
  const [here, there] = [ours, theirs].map(({ losses, val_loss }) =>
    smooth ? [...losses, val_loss] : losses.slice(0, STEPS_AT_EDGES),
  ) as [number[], number[]];
  const apart = here.map((loss, i) => Math.abs(loss - (there[i] ?? Number.NaN)));
  return apart.every((difference) => difference < TOLERANCE)
    ? []
    : [`${named(experiment)}: off by ${apart.map((difference) => difference.toExponential(0)).join(', ')}`];
}

process.env.KERAS_BACKEND ??= 'torch';
// Networks as small as these are slower on more, and at a standstill where others want the cores.
process.env.OMP_NUM_THREADS = '1';
process.env.PYTHONDONTWRITEBYTECODE = '1';
const torch = pythonWith('torch', 'numpy');
const keras = torch && pythonWith('keras', 'torch', 'numpy');
let ours: Promise<Losses[]> | undefined;

for (const [library, python] of [
  ['torch', torch],
  ['keras', keras],
] as const)
  it.skipIf(!python)(`${library}: the first losses are ours`, { timeout: 600_000 }, async () => {
    ours ??= runHere();
    const expected = await ours;
    const found = runThere(python as string, library);
    expect(found.length).toBe(EXPERIMENTS.length);
    expect(
      EXPERIMENTS.flatMap((experiment, i) =>
        differences(experiment, expected[i] as Losses, found[i] as Losses),
      ),
    ).toEqual([]);
  });
