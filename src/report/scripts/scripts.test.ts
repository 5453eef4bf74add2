/**
 * The exported scripts with our engine's weights: they must score the same images as the engine does, and two steps of
 * training must move every weight as the float64 reference says. PyTorch is the real one where there is one; Keras is
 * numpyKeras.py, which cannot train but checks shapes, arguments, the forward pass and moving statistics.
 *
 * PyTorch trains in float64, too: in float32 one value of thousands is so near 0 that rounding decides whether a ReLU
 * lets it pass, and two right gradients of the first convolution are 2 % apart by a value of 1e−7.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { pythonWith, runPython } from '../../../scripts/python.ts';
import { drawnImages } from '../../data/drawnImages.ts';
import { drawImages, syntheticLabels } from '../../data/synthetic.ts';
import { createWasmEngine } from '../../engine/wasm/engine.ts';
import { npzOf } from '../../import/npz.ts';
import { buildNetwork } from '../../network/build.ts';
import { initialKernel } from '../../network/initial.ts';
import type { Network } from '../../network/layers.ts';
import { decays, initialParameters, parameterSpecs } from '../../network/parameters.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import { readRunFile } from '../../results/readRunFile.ts';
import { FASHION_MNIST, registerSpec, SYNTHETIC } from '../../spec/dataSets.ts';
import { type Experiment, NETWORKS, NORMS, OPTIMIZERS } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS } from '../../spec/fields.ts';
import { hasConstantRate } from '../../spec/learningRate.ts';
import { fashionFiles } from '../../testing/fashionFiles.ts';
import { evaluate } from '../../testing/reference/network.ts';
import { update } from '../../testing/reference/update.ts';
import { rateAfter, scheduleOf } from '../../training/schedule.ts';
import { toSafetensors } from '../safetensors.ts';
import { kerasScript } from './keras.ts';
import { drawnFile } from './parts.ts';
import { pytorchScript } from './pytorch.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'scripts-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Images a step. */
const ROWS = 3;
const [TRAIN, VALIDATION, TEST] = [50, 10, 40];
/** The stand-in for Keras does not train: after one step, only the moving statistics can be compared. */
const STEPS = { torch: 2, keras: 1 } as const;

/** Noise: where pixels are alike, rounding decides which one a max-pool takes, and two right gradients differ. */
const rowsOf = (split: 'train' | 'test', count: number) => ({
  images: Uint8Array.from(uniform(streamKey(1, split), count * 784, 0, 256)),
  labels: Uint8Array.from({ length: count }, (_, row) => row % 10),
});
const train = rowsOf('train', TRAIN + VALIDATION);
const test = rowsOf('test', TEST);
for (const [name, content] of fashionFiles(train, test)) writeFileSync(join(FOLDER, name), gzipSync(content));

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
};

/** Weights away from where training starts, so that no gamma is 1 and no beta 0. */
function someParameters(network: Network): Map<string, Float32Array> {
  const parameters = initialParameters(network);
  for (const { name, role } of parameterSpecs(network)) {
    if (role === 'slot' || name.endsWith('/kernel')) continue;
    const values = parameters.get(name) ?? new Float32Array();
    const shift = uniform(streamKey(7, name), values.length, 0, 0.3);
    parameters.set(
      name,
      values.map((value, i) => value + (shift[i] as number)),
    );
  }
  return parameters;
}

/** What our engine makes of the same weights: scores before, weights and moving statistics after the steps. */
async function trainHere(network: Network, before: ReadonlyMap<string, Float32Array>, steps: number) {
  const created = await createWasmEngine({ threads: 1 });
  if ('unavailable' in created) throw new Error(created.unavailable);
  const { engine } = created;
  engine.putImages('drawn', 'train', 0, train.images, train.labels);
  engine.putImages('drawn', 'test', 0, test.images, test.labels);
  const trainer = await engine.createTrainer(network, before, 'drawn');
  const { lossSum, correct } = await trainer.evaluate('test', 0, TEST);
  const rows = Uint32Array.from({ length: ROWS }, (_, row) => row);
  for (let t = 1; t <= steps; t++) trainer.step(rows, t);
  const after = await trainer.parameters();
  trainer.dispose();
  engine.dispose();
  return { loss: lossSum / TEST, acc: correct / TEST, after };
}

/** Where the steps take the trained weights, in float64. */
function trainInFloat64(
  network: Network,
  before: ReadonlyMap<string, Float32Array>,
  steps: number,
): Map<string, Float32Array> {
  const state = new Map<string, ArrayLike<number>>(before);
  const trained = parameterSpecs(network).filter(({ role }) => role === 'trained');
  const slots = new Map<string, number[][]>();
  const minibatch = {
    x: Float32Array.from(train.images.subarray(0, ROWS * 784), (byte) => byte / 255),
    labels: train.labels.subarray(0, ROWS),
  };
  for (let t = 1; t <= steps; t++) {
    const { moved, ...step } = evaluate(network, state, minibatch, { statistics: 'minibatch', step: t });
    for (const [name, gradient] of step.gradients()) {
      const own = slots.get(name) ?? [[], []];
      slots.set(name, own);
      const value = Array.from(state.get(name) ?? []);
      state.set(name, update(network.optimizer, value, gradient, own, t, decays(name)));
    }
    for (const [name, values] of moved) state.set(name, values);
  }
  return new Map(trained.map(({ name }) => [name, Float32Array.from(state.get(name) ?? [])]));
}

const BASE: Partial<Experiment> = { network: 'small-cnn', groups: 4, dropout: 'off', data: 'fashion-mnist' };
const STANDARD: Experiment = { ...DEFAULT_EXPERIMENT, ...BASE, optimizer: 'momentum', lr: 0.01 };

interface Case {
  readonly experiment: Experiment;
  readonly network: Network;
  readonly of: string;
}

const caseOf = (experiment: Experiment): Case => {
  const { network, norm, weights, optimizer, stats, momentum, eps, decay } = experiment;
  const of = [network, norm, weights, optimizer, stats, momentum, eps, decay].join(', ');
  return { experiment, network: buildNetwork(experiment, FASHION_MNIST), of };
};

const PLAIN: Experiment = { ...STANDARD, norm: 'none', weights: 'plain' };

const EXPERIMENTS: readonly Experiment[] = [
  // Without a norm, standardized kernels make losses that no step survives.
  ...NORMS.map((norm) => ({ ...STANDARD, norm, ...(norm === 'none' && { weights: 'plain' as const }) })),
  { ...STANDARD, norm: 'batch', momentum: 0.9 },
  { ...STANDARD, norm: 'batch', stats: 'estimated' },
  { ...STANDARD, norm: 'batch-channel', stats: 'estimated', network: 'conv8/2 res16/2 gap' },
  { ...STANDARD, norm: 'batch-channel', stats: 'moving' },
  { ...STANDARD, norm: 'group', eps: 0.1 },
  { ...STANDARD, norm: 'none', weights: 'scaled' },
  { ...STANDARD, norm: 'batch', weights: 'scaled', network: 'conv8/2 res16/2 gap' },
  { ...STANDARD, norm: 'batch', stats: 'moving', position: 'before-activation', weights: 'plain' },
  // Adam makes whole steps of the rounding in a gradient that is 0, such as that of a bias before batch norm.
  ...OPTIMIZERS.filter((optimizer) => optimizer !== STANDARD.optimizer).map((optimizer) => ({
    ...PLAIN,
    optimizer,
  })),
  ...OPTIMIZERS.map((optimizer) => ({ ...PLAIN, optimizer, decay: 0.1 })),
  { ...STANDARD, norm: 'group', network: 'conv8 res8 gap', init: 'orthogonal', zeroGamma: 'on' },
  { ...STANDARD, norm: 'group', activation: 'gelu' },
  { ...STANDARD, norm: 'batch', network: 'conv8 res8/2 gap', activation: 'silu' },
  // With strides, with sums, and with both.
  ...['conv6k5/3 conv8/2 dense16', 'conv8/2 res8 res16/2 gap'].flatMap((network) =>
    (['batch', 'group'] as const).map((norm) => ({
      ...STANDARD,
      network,
      norm,
      position: 'before-activation' as const,
    })),
  ),
];
const CASES: readonly Case[] = EXPERIMENTS.map(caseOf);

interface Compared {
  readonly loss: number;
  readonly acc: number;
  /** By name: root mean squares of the differences, and of how far the values moved. */
  readonly errors: Readonly<Record<string, readonly [difference: number, moved: number]>>;
}

/** Runs compare.py once over all cases: starting PyTorch takes seconds. */
async function compareAll(python: string, library: 'torch' | 'keras') {
  const results = await Promise.all(
    CASES.map(async ({ experiment, network }, i) => {
      const before = someParameters(network);
      const ours = await trainHere(network, before, STEPS[library]);
      const trained = library === 'torch' ? trainInFloat64(network, before, STEPS.torch) : new Map();
      const after = new Map([...ours.after, ...trained]);
      const source = (library === 'torch' ? pytorchScript : kerasScript)(experiment, FASHION_MNIST);
      const files = {
        script: write(`${library}-${i}.py`, source),
        before: write(`${library}-${i}-before.safetensors`, toSafetensors(network, before, {})),
        after: write(`${library}-${i}-after.safetensors`, toSafetensors(network, after, {})),
      };
      return {
        ours,
        given: { ...files, library, steps: STEPS[library], rows: ROWS, layers: network.layers },
      };
    }),
  );
  const cases = write(`${library}.json`, JSON.stringify(results.map(({ given }) => given)));
  const lines = runPython(python, join(HERE, 'compare.py'), cases, FOLDER).trim().split('\n');
  expect(lines.length).toBe(CASES.length);
  return results.map(({ ours }, i) => ({
    of: CASES[i]?.of,
    ours,
    theirs: JSON.parse(lines[i] ?? '{}') as Compared,
  }));
}

const numpy = pythonWith('numpy');
const torch = pythonWith('torch', 'numpy');
// `import keras` finds our stand-in beside the scripts.
copyFileSync(join(HERE, 'numpyKeras.py'), join(FOLDER, 'keras.py'));
process.env.PYTHONPATH = FOLDER;
process.env.PYTHONDONTWRITEBYTECODE = '1';
// PyTorch is at a standstill where others want the cores.
process.env.OMP_NUM_THREADS = '1';

describe('the PyTorch script', () => {
  it.skipIf(!torch)(
    'scores and trains as our engine does, for every norm and optimizer',
    { timeout: 120_000 },
    async () => {
      for (const { of, ours, theirs } of await compareAll(torch as string, 'torch')) {
        expect(theirs.acc, of).toBeCloseTo(ours.acc, 6);
        expect(Math.abs(theirs.loss / ours.loss - 1), of).toBeLessThan(1e-5);
        // Moving statistics are the engine's, in float32.
        for (const [name, [difference, moved]] of Object.entries(theirs.errors)) {
          const [share, rounding] = /\/moving/.test(name) ? [2e-4, 1e-8] : [1e-5, 1e-7];
          expect(difference, `${of}: ${name} moved by ${moved}`).toBeLessThan(share * moved + rounding);
        }
      }
    },
  );

  it.skipIf(!torch)('runs whole, and writes a run that the page imports', { timeout: 60_000 }, () => {
    const experiment = {
      ...DEFAULT_EXPERIMENT,
      network: 'mlp',
      norm: 'batch',
      images: 100,
      batch: 7,
      schedule: 'cosine',
      warmup: 0.5,
      decay: 0.01,
    } as const;
    const script = write('whole.py', pytorchScript(experiment, FASHION_MNIST));
    const json = join(FOLDER, 'whole.json');
    const said = runPython(
      torch as string,
      script,
      FOLDER,
      '--json',
      json,
      '--epochs',
      '2',
      '--repeats',
      '2',
    );
    expect(said).toMatch(
      /^BN\+WS · seed 1\nepoch 1: loss \d\.\d{4} · acc .* · val_acc .* · test_acc 0\.\d{4}\nepoch 2/,
    );
    const { format, runs } = JSON.parse(readFileSync(json, 'utf8'));
    expect(format).toBe('norm-playground/runs/1');
    expect(runs.map((run: { experiment: Experiment }) => run.experiment.seed)).toEqual([1, 2]);
    expect(runs[1]).toMatchObject({
      format: 'norm-playground/run/1',
      experiment: { ...experiment, epochs: 2, seed: 2, repeats: 1 },
      epochs: { images: [TRAIN, 2 * TRAIN] },
      outcome: 'finished',
      weightsSha256: null,
    });
    // 16 steps, a point each: 50 images make 7 batches of 7 and one of 1.
    expect(runs[1].steps.step).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect(runs[1].steps.images.slice(6, 9)).toEqual([49, 50, 57]);
    for (const values of Object.values<number[]>(runs[1].history)) expect(values.length).toBe(2);
  });
});

describe('the Keras script', () => {
  it.skipIf(!numpy)(
    'has our shapes, scores as our engine does and moves its statistics alike',
    { timeout: 120_000 },
    async () => {
      for (const { of, ours, theirs } of await compareAll(numpy as string, 'keras')) {
        expect(theirs.acc, of).toBeCloseTo(ours.acc, 6);
        expect(Math.abs(theirs.loss / ours.loss - 1), of).toBeLessThan(1e-5);
        for (const [name, [difference, moved]] of Object.entries(theirs.errors))
          expect(difference, `${of}: ${name} moved by ${moved}`).toBeLessThan(2e-4 * moved + 1e-8);
      }
    },
  );

  it.skipIf(!numpy)('runs whole, and writes a run that the page imports', () => {
    const experiment = {
      ...DEFAULT_EXPERIMENT,
      network: 'mlp',
      norm: 'rms',
      images: 100,
      batch: 7,
      schedule: 'steps',
      decay: 0.1,
    } as const;
    const script = write('whole-keras.py', kerasScript(experiment, FASHION_MNIST));
    const json = join(FOLDER, 'whole-keras.json');
    const said = runPython(numpy as string, script, FOLDER, '--json', json, '--epochs', '2', '--seed', '5');
    expect(said).toMatch(/^RMS\+WS · seed 5\nepoch 1: loss /);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      format: 'norm-playground/run/1',
      name: 'RMS+WS · seed 5 · Keras 3 (NumPy) · numpy',
      experiment: { ...experiment, epochs: 2, seed: 5 },
      epochs: { images: [TRAIN, 2 * TRAIN] },
      steps: { step: [8, 16] },
    });
  });
});

describe('a run on synthetic images', () => {
  it.skipIf(!numpy)('is trained again on these', { timeout: 60_000 }, async () => {
    const small = { network: 'mlp', norm: 'rms', images: 100, batch: 50, epochs: 1, seed: 3 } as const;
    const experiment = { ...DEFAULT_EXPERIMENT, ...small, data: 'synthetic' };
    const drawn = await drawnImages(experiment);
    expect(drawn.train.labels.reduce((sum, label) => sum + Number(label === 4), 0)).toBe(10);
    expect(drawn.validation.labels.length).toBe(100);
    const first = new Uint8Array(784);
    drawImages(3, 'test', 0, syntheticLabels(3, 'test').subarray(0, 1), first);
    expect(drawn.test.images.subarray(0, 784)).toEqual(first);
    write(drawnFile(experiment), npzOf(SYNTHETIC, drawn));
    const json = join(FOLDER, 'drawn.json');
    runPython(numpy as string, write('drawn.py', kerasScript(experiment, SYNTHETIC)), '--json', json);
    const read = readRunFile(JSON.parse(readFileSync(json, 'utf8')));
    expect(read).toMatchObject({
      results: [{ experiment: { data: 'synthetic', seed: 3 }, outcome: { kind: 'finished' } }],
    });
  });
});

describe('what is no number', () => {
  it.skipIf(!numpy)('is null in the file, and a seed that diverged leaves the others', () => {
    const small = { network: 'mlp', norm: 'rms', images: 100, batch: 25, epochs: 1, repeats: 2 } as const;
    const experiment = { ...DEFAULT_EXPERIMENT, ...small };
    write('explodes.py', kerasScript(experiment, FASHION_MNIST));
    const json = join(FOLDER, 'explodes.json');
    const program = `
import sys
import explodes as m
fit, fits = m.keras.Sequential.fit, []
m.keras.Sequential.evaluate = lambda *given, **named: [float('nan'), 0.1]
def failing(*given, **named):
    fits.append(1)
    fitted = fit(*given, **named)
    if len(fits) == 1:
        fitted.history['loss'] = [2.5]
    return fitted
m.keras.Sequential.fit = failing
sys.argv = ['', ${JSON.stringify(FOLDER)}, '--json', ${JSON.stringify(json)}]
m.main()`;
    // Its exit status is 1, as of our own command.
    expect(() => runPython(numpy as string, '-c', program)).toThrow(/Command failed/);
    const text = readFileSync(json, 'utf8');
    const { runs } = JSON.parse(text);
    expect(runs[0].history.val_loss).toEqual([null]);
    expect(runs[0].test).toEqual({ loss: null, acc: 0.1 });
    expect(readRunFile(JSON.parse(text))).toMatchObject({
      results: [{ outcome: { kind: 'finished' } }, { outcome: { kind: 'diverged', step: 2 } }],
    });
  });
});

describe('the learning rate', () => {
  const RATES = 12;
  const paced = { schedule: ['cosine', 'steps', 'constant'], warmup: [0, 0.5, 3] } as const;
  const cases = paced.schedule.flatMap((schedule) =>
    paced.warmup.map((warmup) => ({ ...STANDARD, schedule, warmup, epochs: 3, images: 100, batch: 30 })),
  );
  const ours = cases.map((experiment) => {
    const schedule = scheduleOf(experiment.images, experiment.batch, experiment.epochs);
    return Array.from({ length: RATES }, (_, step) => rateAfter(schedule, experiment, step));
  });
  const PROGRAMS = {
    torch: `seen = [min(100 * (t // 4 + 1), 100 * (t // 4) + 30 * (t % 4 + 1)) / 100 for t in range(-1, 12)]
    rates = [m.learning_rate(before, after, m.EXPERIMENT) for before, after in zip(seen, seen[1:])]`,
    keras: 'rates = [float(m.LearningRate(m.EXPERIMENT)(step)) for step in range(12)]',
  };

  it.each([
    ['torch', torch, pytorchScript],
    ['keras', numpy, kerasScript],
  ] as const)('of the %s script is ours', (library, python, script) => {
    if (!python) return;
    cases.forEach((experiment, i) => {
      write(`${library}_rate_${i}.py`, script(experiment, FASHION_MNIST));
    });
    const changing = cases.flatMap((experiment, i) => (hasConstantRate(experiment) ? [] : [i]));
    const program = `import importlib, json
for i in ${JSON.stringify(changing)}:
    m = importlib.import_module(f'${library}_rate_{i}')
    ${PROGRAMS[library]}
    print(json.dumps(rates))`;
    const lines = runPython(python, '-c', program).trim().split('\n');
    expect(lines).toHaveLength(8);
    changing.forEach((i, line) => {
      (JSON.parse(lines[line] ?? '') as number[]).forEach((rate, step) => {
        expect(Math.abs(rate - (ours[i]?.[step] ?? 1)), `${cases[i]?.schedule} ${step}`).toBeLessThan(
          1e-9 + 1e-6 * rate,
        );
      });
    });
  });
});

describe('initial values', () => {
  const MOMENTS = `
def moments(weight):
    flat = np.asarray(weight, 'f8').reshape(len(weight), -1)
    products = flat @ flat.T
    return [flat.var(), abs(flat).max(), abs(products - np.eye(len(products))).max()]`;

  it.skipIf(!torch)('of the PyTorch script have the same distribution', () => {
    const of = (init: Experiment['init']) => {
      const experiment = { ...STANDARD, network: 'conv16 res16 res32/2 gap', init, zeroGamma: 'on' } as const;
      write(`init_${init.replace('-', '_')}.py`, pytorchScript(experiment, FASHION_MNIST));
      const program = `import json\nimport numpy as np\nimport init_${init.replace('-', '_')} as m${MOMENTS}
network = m.build()
gammas = [float(each.gamma.max()) for each in network.modules() if hasattr(each, 'gamma')]
third = [each for each in network.modules() if isinstance(each, m.Conv2d)][2]
print(json.dumps([moments(third.weight.detach().numpy()), gammas]))`;
      const [[variance, largest, askew], gammas] = JSON.parse(runPython(torch as string, '-c', program));
      // The second convolution of the first block, and of the second, which has one beside it.
      expect(gammas).toEqual([1, 1, 0, 1, 0, 1]);
      const ours = initialKernel(init, 1, 'conv3/kernel', [3, 3, 16, 16]);
      expect(variance / (ours.reduce((sum, value) => sum + value ** 2, 0) / ours.length)).toBeCloseTo(1, 0.5);
      return { largest, askew };
    };
    expect(of('glorot-uniform').largest).toBeLessThan(Math.sqrt(6 / (9 * 32)));
    expect(of('he-normal').largest).toBeGreaterThan(2.5 * Math.sqrt(2 / (9 * 16)));
    expect(of('orthogonal').askew).toBeLessThan(1e-5);
  });

  it('of the Keras script are not its truncated ones', () => {
    const script = (settings: Partial<Experiment>) =>
      kerasScript({ ...STANDARD, ...settings }, FASHION_MNIST);
    expect(script({ init: 'he-normal' })).toContain(
      "layers.Dense(10, kernel_initializer=keras.initializers.VarianceScaling(2.0, 'fan_in', 'untruncated_normal'))",
    );
    expect(script({})).toContain('layers.Dense(10),');
    const zeroed = script({ network: 'conv4 res4 gap', norm: 'batch', zeroGamma: 'on' });
    expect(zeroed).toContain("norm3 = zeroed(BatchNorm(0.001, 0.99), 'gamma', conv3)");
    expect(zeroed.match(/zeroed\(BatchNorm/g)).toHaveLength(1);
  });
});

describe('both scripts', () => {
  const everything = NORMS.flatMap((norm) =>
    NETWORKS.flatMap((network) =>
      OPTIMIZERS.map((optimizer): Experiment => ({ ...DEFAULT_EXPERIMENT, norm, network, optimizer })),
    ),
  );

  it.skipIf(!numpy)('are Python, whatever the experiment', () => {
    const folder = join(FOLDER, 'all');
    mkdirSync(folder);
    everything.forEach((experiment, i) => {
      writeFileSync(join(folder, `torch-${i}.py`), pytorchScript(experiment, FASHION_MNIST));
      writeFileSync(join(folder, `keras-${i}.py`), kerasScript({ ...experiment, lr: 1e-6 }, FASHION_MNIST));
    });
    const check = `
import ast, glob, sys
paths = glob.glob(sys.argv[1] + '/*.py')
for path in paths:
    ast.parse(open(path, encoding='utf-8').read(), path)
print(len(paths))`;
    expect(runPython(numpy as string, '-c', check, folder).trim()).toBe(String(2 * everything.length));
  });

  it.skipIf(!numpy)('tell what is missing and where to get it', () => {
    const script = write('missing.py', kerasScript(DEFAULT_EXPERIMENT, FASHION_MNIST));
    expect(() => runPython(numpy as string, script, join(FOLDER, 'nowhere'))).toThrow(
      'train-images-idx3-ubyte.gz is missing: get it from https://github.com/zalandoresearch/fashion-mnist',
    );
  });

  it('say what they are, and what was trained', () => {
    for (const script of [pytorchScript, kerasScript]) {
      const source = script({ ...DEFAULT_EXPERIMENT, data: 'synthetic', seed: 7 }, SYNTHETIC);
      expect(source).toMatch(/^#!\/usr\/bin\/env python3\n"""GN\(32\)\+WS on synthetic images with /);
      expect(source).not.toMatch(/Fashion|'--seed'|FASHION_MNIST_DIR/);
      expect(source).toContain("'synthetic-seed-7.npz'");
      for (const key of FIELD_KEYS) {
        const value = { ...DEFAULT_EXPERIMENT, data: 'synthetic', seed: 7 }[key];
        expect(source).toContain(`    "${key}": ${JSON.stringify(value)},`);
      }
      const own = { ...SYNTHETIC, id: 'mine', name: 'a"""\\\nb 👨‍👩‍👧', sha256: '12'.repeat(32) };
      const named = script({ ...DEFAULT_EXPERIMENT, data: 'mine' }, own);
      expect(named).toMatch(/^"""GN\(32\)\+WS on a'''' b 👨‍👩‍👧 with /m);
      const forget = registerSpec(own);
      expect(script({ ...DEFAULT_EXPERIMENT, data: 'mine' }, own)).toContain("    Data: a'''' b 👨‍👩‍👧\n");
      forget();
    }
  });

  it('bring only what the network needs', () => {
    const plain = pytorchScript({ ...DEFAULT_EXPERIMENT, network: 'mlp', norm: 'none' }, FASHION_MNIST);
    expect(plain).not.toMatch(/class (Conv2d|StandardizedConv2d|Affine|BatchNorm|RMSprop)/);
    const keras = (settings: Partial<Experiment>) =>
      kerasScript({ ...DEFAULT_EXPERIMENT, network: 'mlp', ...settings }, FASHION_MNIST);
    expect(keras({ optimizer: 'momentum', lr: 1 })).toContain('(learning_rate=1.0, momentum=0.9)');
    expect(keras({ optimizer: 'momentum' })).not.toMatch(/^class /m);
    expect(keras({ optimizer: 'momentum', warmup: 1 })).toMatch(/^class Momentum\(keras\.optimizers\.SGD\)/m);
    expect(keras({})).toMatch(/^class Adam\(keras\.optimizers\.Adam\)/m);
  });
});
