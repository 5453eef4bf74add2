/**
 * Three norms that there are not, put where a new one goes (a description, a line in each engine's registry, a golden case),
 * are found wherever a norm is: form, table, link, terminal, networks, engines, exports. `running-scale` has a state, a
 * parameter and an activation of its own and is missing on the CPU; `channel-scale` differs in what shares statistics, and
 * `held-scale` in that its state is no average.
 */
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FIELD_OPTIONS, readExperiments, readPairs } from '../../cli/options.ts';
import { parseMethods } from '../../cli/sweep/plan.ts';
import { drawImages, syntheticLabels } from '../../data/synthetic.ts';
import { parseCase } from '../../engine/conformance/cases.ts';
import { runCase } from '../../engine/conformance/runCase.ts';
import { compare, passes } from '../../engine/conformance/tolerance.ts';
import type { Engine } from '../../engine/engine.ts';
import { compileTraining } from '../../engine/program/compile.ts';
import { printProgram } from '../../engine/program/print.ts';
import { openConformance } from '../../engine/tfjs/conformanceCpu.ts';
import { open as openTfjs } from '../../engine/tfjs/devices/cpu.ts';
import { createWasmEngine } from '../../engine/wasm/engine.ts';
import { buildNetwork } from '../../network/build.ts';
import { countWeights, initialParameters, parameterSpecs } from '../../network/parameters.ts';
import { renderArchitecture } from '../../report/architecture.ts';
import { kerasScript } from '../../report/scripts/keras.ts';
import { pytorchScript } from '../../report/scripts/pytorch.ts';
import { LAYERS_FILE } from '../../report/tfjs/layersFile.ts';
import { toTfjsModel } from '../../report/tfjs/model.ts';
import { groupRuns } from '../../results/groups.ts';
import { verdictOf } from '../../results/verdict.ts';
import { decodeFragment, encodeComparison } from '../../share/link.ts';
import { dataOf, drive } from '../../testing/drive.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { recalibrate } from '../../training/recalibrate.ts';
import { Run } from '../../training/run.ts';
import { trainOn } from '../../training/train.ts';
import { describeNorm } from '../../ui/panels/inside/layers/normWords.ts';
import { FASHION_MNIST } from '../dataSets.ts';
import { methodName } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { FIELDS } from '../fields.ts';
import { METHODS, methodKey } from '../matrix.ts';
import { settingsOf } from '../settings.ts';
import { validateField } from '../validate.ts';
import { describeWarmUp, describeWarmUps, initialShare, isTestedTwice } from '../warmUp.ts';
import { normsWith } from './norms.ts';

vi.mock('./list.ts', async (original) => {
  const { NORM_CHOICES } = await original<typeof import('./list.ts')>();
  const { AFFINE } = await import('./description.ts');
  const { instance } = await import('./instance.ts');
  const runningScale = {
    name: 'running-scale',
    words: {
      full: 'Running Scale (RS)',
      short: 'RS',
      plain: 'Running scale',
      option: 'rs',
      explanation: 'A channel is divided by a running root mean square, and cut off at a threshold.',
    },
    year: 2026,
    settings: ['stats', 'momentum'],
    epsilon: 1e-4,
    usesMinibatch: true,
    parameters: [...AFFINE, { name: 'threshold', each: 'layer', initial: -0.25, does: 'cuts off' }],
    moving: [{ name: 'movingSquare', each: 'channel', initial: 1, averages: 'mean-square' }],
    activates: true,
    exports: {
      keras: ({ norm: { epsilon } }: { norm: { epsilon: number } }) => ({
        call: `RunningScale(${epsilon})`,
        definition: 'class RunningScale(Affine):\n    pass',
      }),
      pytorch: ({ norm: { epsilon }, channels }: { norm: { epsilon: number }; channels: number }) => ({
        call: `RunningScale(${channels}, ${epsilon})`,
        definition: 'class RunningScale(Affine):\n    pass',
      }),
      tfjs: {
        layer: ({ norm: { epsilon } }: { norm: { epsilon: number } }) => ({
          className: 'RunningScale',
          config: { epsilon },
        }),
        class: {
          name: 'RunningScale',
          extends: 'Normalization',
          source: `
            class RunningScale extends Normalization {
              build(inputShape) {
                super.build(inputShape);
                const channels = inputShape[inputShape.length - 1];
                this.threshold = this.addWeight('threshold', [1], 'float32', tf.initializers.zeros());
                this.square = this.addWeight('moving_square', [channels], 'float32', tf.initializers.ones());
              }
              view(shape) { return shape; }
              affine(shape) { return [shape[shape.length - 1]]; }
              normalize(x) { return x.div(this.square.read().add(this.epsilon).sqrt()); }
              call(inputs) { return tf.tidy(() => super.call(inputs).maximum(this.threshold.read())); }
            }
            RunningScale.className = 'RunningScale';`,
        },
      },
    },
  };
  const channelScale = {
    ...instance,
    name: 'channel-scale',
    words: {
      ...instance.words,
      full: 'Channel Scale (CS)',
      short: 'CS',
      plain: 'Channel scale',
      option: 'cs',
    },
    statistics: { ...instance.statistics, mean: false },
  };
  const heldScale = {
    ...runningScale,
    name: 'held-scale',
    words: { ...runningScale.words, full: 'Held Scale (HS)', short: 'HS', plain: 'Held scale', option: 'hs' },
    moving: [{ name: 'movingSquare', each: 'channel', initial: 1 }],
    exports: instance.exports,
  };
  return { NORM_CHOICES: [...NORM_CHOICES, runningScale, channelScale, heldScale] };
});

vi.mock('../../engine/tfjs/norms/registry.ts', async (original) => {
  const { NORM_OPS } = await original<typeof import('../../engine/tfjs/norms/registry.ts')>();
  const { byStatistics } = await import('../../engine/tfjs/norms/byStatistics.ts');
  const { map } = await import('../../engine/tfjs/kernels/fused.ts');
  const { sumOver } = await import('../../engine/tfjs/layers/sums.ts');
  const { inputSizeOf } = await import('../../engine/tfjs/norms/grouping.ts');
  type Op = typeof byStatistics;
  const runningScale: Op = ({ name, norm: { epsilon, momentum = 1, frozen } }) => {
    return (x, pass) => {
      const { batch, pixels, channels } = inputSizeOf(x);
      const view = [batch, pixels, 1, channels] as const;
      const each = [1, 1, 1, channels] as const;
      const of = (suffix: string) => pass.parameter(`${name}/${suffix}`);
      let square = pass.moving(`${name}/movingSquare`);
      if (!frozen && pass.statistics === 'minibatch') {
        const now = sumOver([1, 0], 'x * x', { x: [x, view] }, view, 1 / (batch * pixels));
        const inputs = { old: [square, each], now: [now, each] } as const;
        const kept = { kept: momentum, taken: 1 - momentum };
        square = map('kept * old + taken * now', inputs, each, kept, [channels]);
        pass.setMoving(`${name}/movingSquare`, square);
      }
      const inputs = {
        x: [x, view],
        v: [square, each],
        g: [of('gamma'), each],
        b: [of('beta'), each],
        t: [of('threshold'), [1, 1, 1, 1]],
      } as const;
      const normalized = 'x / sqrt(v + epsilon)';
      const above = `(${normalized} * g + b - t)`;
      return {
        y: map(`max(${normalized} * g + b, t)`, inputs, view, { epsilon }, x.shape),
        backward(dy) {
          const all = { ...inputs, dy: [dy, view] } as const;
          const dz = map(`choose(${above}, dy, 0.0)`, all, view, { epsilon });
          const rest = map(`choose(${above}, 0.0, dy)`, all, view, { epsilon });
          const slopes = { ...inputs, dz: [dz, view] } as const;
          const sum = (what: string) => sumOver([1, 0], what, slopes, view, 1, { epsilon });
          pass.setGradient(`${name}/gamma`, sum(`dz * ${normalized}`));
          pass.setGradient(`${name}/beta`, sum('dz'));
          pass.setGradient(`${name}/threshold`, sumOver([1, 0, 3], 'rest', { rest: [rest, view] }, view));
          return map('dz * g / sqrt(v + epsilon)', slopes, view, { epsilon }, x.shape);
        },
      };
    };
  };
  return { NORM_OPS: { ...NORM_OPS, 'running-scale': runningScale, 'channel-scale': byStatistics } };
});

vi.mock('../../engine/wasm/norms/registry.ts', async (original) => {
  const { LOWERINGS } = await original<typeof import('../../engine/wasm/norms/registry.ts')>();
  const { byImage } = await import('../../engine/wasm/norms/byImage.ts');
  return { LOWERINGS: { ...LOWERINGS, 'channel-scale': byImage } };
});

const LINK = 'v=1&norm=running-scale&weights=plain&momentum=0.9&network=small-cnn&batch=8';
/** Trained in moments by TensorFlow.js on the CPU. */
const SMALL = 'dense32 dense16';
const decoded = (link: string) => {
  const found = decodeFragment(link);
  if (!found) throw new Error(`${link} is no link`);
  return found;
};
const opened = (link: string): Experiment => decoded(link).comparison[0];

describe('form, link and terminal', () => {
  it('offer it by name, in the form as in the table', () => {
    expect(FIELDS.norm.values.map(String)).toContain('running-scale');
    expect(Object.entries(FIELDS.norm.names)).toContainEqual(['running-scale', 'Running Scale (RS)']);
    expect(validateField('norm', 'running-scale')).toEqual({ value: 'running-scale' });
    expect(METHODS.map(methodKey)).toContain('running-scale:standardized');
  });

  it('take it out of a link and put it back', () => {
    const { comparison, problems } = decoded(LINK);
    expect(problems).toEqual([]);
    expect(comparison[0].norm).toBe('running-scale');
    expect(decoded(encodeComparison(comparison)).comparison).toEqual(comparison);
    expect(encodeComparison(comparison)).toContain('norm=running-scale');
  });

  it('name it as a method, with the settings that it has', () => {
    const experiment = opened(LINK);
    expect(methodName(experiment)).toBe('RS');
    expect(methodName({ ...experiment, weights: 'standardized' })).toBe('RS+WS');
    expect(settingsOf(experiment)).toContain('stats');
    expect(settingsOf(experiment)).not.toContain('groups');
  });

  it('read it from the command line', () => {
    const pairs = readPairs(['--norm', 'running-scale'], FIELD_OPTIONS);
    expect(readExperiments(pairs).map(({ norm }) => norm)).toEqual(['running-scale']);
    expect(parseMethods('rs,rs+ws,cs,rs+sws,cs+scaled').map(methodKey)).toEqual([
      ...['running-scale:plain', 'running-scale:standardized', 'channel-scale:plain'],
      ...['running-scale:scaled', 'channel-scale:scaled'],
    ]);
    expect(() => parseMethods('rs+half')).toThrow("'rs+half' is not a method");
  });
});

describe('its network', () => {
  const network = buildNetwork(opened(LINK), FASHION_MNIST);

  it('has its arrays, and its activation in the ReLU’s place', () => {
    expect(network.layers.map(({ kind }) => kind)).not.toContain('relu');
    const ofNorm = parameterSpecs(network).filter(
      ({ name, role }) => /^norm1\//.test(name) && role !== 'slot',
    );
    expect(ofNorm.map(({ name, shape, role }) => [name, shape, role])).toEqual([
      ['norm1/gamma', [8], 'trained'],
      ['norm1/beta', [8], 'trained'],
      ['norm1/threshold', [1], 'trained'],
      ['norm1/movingSquare', [8], 'moving'],
    ]);
    expect(initialParameters(network).get('norm1/threshold')).toEqual(Float32Array.of(-0.25));
    expect(countWeights(network).total - countWeights(network).trained).toBe(8 + 8 + 16 + 16 + 64);
  });

  it('lists them as operands of its program', () => {
    const text = printProgram(compileTraining(network));
    expect(text).toContain('threshold: norm1/threshold [1], movingSquare: norm1/movingSquare [8]');
    expect(text).toContain('dthreshold: norm1/threshold/gradient [1]');
    expect(text).toMatch(
      /norm1: norm → y: norm1 \[N, 28, 28, 8\], movingSquare: norm1\/movingSquare \[8\] ←/,
    );
  });

  it('is described on a layer by its own words', () => {
    const [norm] = network.layers.flatMap((layer) => (layer.kind === 'norm' ? [layer.norm] : []));
    if (!norm) throw new Error('there is a norm');
    expect(describeNorm(norm, [28, 28, 8], 8)).toEqual({
      name: 'Running scale',
      sets: 'A channel is divided by a running root mean square, and cut off at a threshold.',
    });
    expect(renderArchitecture(network)).toContain('Running scale');
  });
});

const SPLITS = { train: 128, validation: 20, test: 40 } as const;

function putImages(engine: Engine): void {
  for (const split of ['train', 'validation', 'test'] as const) {
    const labels = syntheticLabels(1, split).slice(0, SPLITS[split]);
    const images = new Uint8Array(labels.length * 784);
    drawImages(1, split, 0, labels, images);
    engine.putImages('drawn', split, 0, images, labels);
  }
}

const batchAt = (t: number): Uint32Array => Uint32Array.from({ length: 8 }, (_, i) => (8 * t + i) % 128);

async function engineOf(open: typeof openTfjs): Promise<Engine> {
  const result = await open();
  if ('unavailable' in result) throw new Error(result.unavailable);
  putImages(result.engine);
  return result.engine;
}

describe('engines', () => {
  let engine: Engine;
  let cpu: Engine;
  beforeAll(async () => {
    engine = await engineOf(openTfjs);
    cpu = await engineOf(() => createWasmEngine({ threads: 1 }));
  });
  afterAll(() => {
    engine.dispose();
    cpu.dispose();
  });

  it('train it, move its state, go on from it, score with it, and export a model that predicts alike', async () => {
    const network = buildNetwork({ ...opened(LINK), network: SMALL }, FASHION_MNIST);
    const trainer = await engine.createTrainer(network, initialParameters(network), 'drawn');
    const before = await trainer.evaluate('test', 0, 20);
    for (let t = 0; t < 16; t++) trainer.step(batchAt(t), t + 1);
    const after = await trainer.evaluate('test', 0, 20);
    expect(after.lossSum).toBeLessThan(0.8 * before.lossSum);
    const kept = await trainer.parameters();
    const [threshold] = kept.get('norm1/threshold') ?? [];
    expect(threshold).not.toBe(-0.25);
    expect([...(kept.get('norm1/movingSquare') ?? [])].every((value) => value > 0 && value !== 1)).toBe(true);

    const resumed = await engine.createTrainer(network, kept, 'drawn');
    for (const each of [trainer, resumed]) each.step(batchAt(16), 17);
    expect(await resumed.parameters()).toEqual(await trainer.parameters());

    const rows = Array.from({ length: 20 }, (_, i) => i);
    const asked = {
      images: { split: 'test', rows },
      statistics: 'moving',
      outputs: [],
      gradients: false,
    } as const;
    const { logits } = await trainer.inspect(asked);
    const model = toTfjsModel(network, await trainer.parameters());
    trainer.dispose();
    resumed.dispose();
    const predicted = await predictions(model, rows.length);
    rows.forEach((row) => {
      const own = logits.slice(10 * row, 10 * row + 10);
      const sum = own.reduce((total, value) => total + Math.exp(value), 0);
      for (const [c, value] of own.entries())
        expect(predicted[row]?.[c]).toBeCloseTo(Math.exp(value) / sum, 4);
    });
  });

  it('say which norm they lack, and what to do', async () => {
    const network = buildNetwork(opened(LINK), FASHION_MNIST);
    await expect(
      (async () =>
        (await cpu.createTrainer(network, initialParameters(network), 'drawn')).step(batchAt(0), 1))(),
    ).rejects.toThrow('The CPU engine has no Running Scale (RS) yet: choose another norm or another engine.');
  });

  it('agree on one that needs no kernel of its own', async () => {
    const network = buildNetwork(opened('v=1&norm=channel-scale&network=small-cnn'), FASHION_MNIST);
    const rows = Uint32Array.of(0, 1);
    const states = await Promise.all(
      [engine, cpu].map(async (each) => {
        const trainer = await each.createTrainer(network, initialParameters(network), 'drawn');
        trainer.step(rows, 1);
        const asked = {
          images: { split: 'test', rows },
          statistics: 'moving',
          outputs: [],
          gradients: false,
        } as const;
        const { logits } = await trainer.inspect(asked);
        trainer.dispose();
        return logits;
      }),
    );
    const [gpu = [], own = []] = states;
    expect(own).toHaveLength(20);
    expect(passes(compare('logits', 'trained', own, gpu))).toBe(true);
  });

  async function predictions({ ...model }: ReturnType<typeof toTfjsModel>, count: number) {
    await tf.setBackend('cpu');
    const module: { exports: unknown } = { exports: {} };
    new Function('module', model[LAYERS_FILE] ?? '')(module);
    (module.exports as (library: typeof tf) => void)(tf);
    const fetchFunc = async (url: RequestInfo | URL): Promise<Response> =>
      new Response(String(url).endsWith('/model.json') ? model['model.json'] : model['weights.bin']);
    const layers = await tf.loadLayersModel(tf.io.http('http://localhost/model.json', { fetchFunc }));
    const labels = syntheticLabels(1, 'test').slice(0, count);
    const images = new Uint8Array(count * 784);
    drawImages(1, 'test', 0, labels, images);
    const x = tf.tensor4d(
      Float32Array.from(images, (byte) => byte / 255),
      [count, 28, 28, 1],
    );
    return (await (layers.predict(x) as tf.Tensor2D).array()) as number[][];
  }
});

describe('its statistics', () => {
  const SHORT = LINK.replace('small-cnn', `${SMALL}&data=synthetic&images=100&epochs=1`);
  const experiment = opened(SHORT);
  const held = opened(SHORT.replace('running-scale', 'held-scale'));

  it('settle by its momentum, as its own words say', () => {
    // 13 updates at 0.9.
    expect(initialShare({ experiment })).toBeCloseTo(0.9 ** 13, 12);
    expect(describeWarmUp(experiment)).toMatch(
      /^After 13 updates RS's moving statistics, .* 25 % .* So the run is tested twice/,
    );
    const runs = [{ experiment }, { experiment: { ...experiment, norm: 'batch' } as const }];
    expect(describeWarmUps(runs)).toMatch(/^Few updates: running scale's and batch norm's moving statistics/);
    expect(settingsOf(experiment)).toContain('momentum');
  });

  it('are computed anew by what its description says, and the run is tested with them', async () => {
    const engine = await engineOf(openTfjs);
    const network = buildNetwork(experiment, FASHION_MNIST);
    const trainer = await engine.createTrainer(network, initialParameters(network), 'drawn');
    const data = { ...dataOf(100, 20, 40), subset: Uint32Array.from({ length: 100 }, (_, i) => i) };
    const told = await drive(trainOn(new Run({ experiment, data, trainer })));
    if (told.outcome?.kind !== 'finished') throw new Error('it did not finish');
    expect(told.outcome.recalibrated?.images).toBe(100);
    expect(told.outcome.recalibrated?.test.loss).not.toBe(told.outcome.test.loss);
    const state = await trainer.parameters();
    const { outputs } = await trainer.inspect({
      images: { split: 'train', rows: data.subset },
      ...({ statistics: 'minibatch', outputs: ['dense1'], gradients: false } as const),
    });
    const x = outputs.get('dense1') ?? new Float32Array();
    let anew: ReadonlyMap<string, Float32Array> = new Map();
    const steps = recalibrate(network, trainer, { subset: data.subset, seed: 1, epochs: 1 });
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (!step.done) continue;
      anew = step.value;
      break;
    }
    const square = anew.get('norm1/movingSquare') ?? [];
    expect([...anew.keys()]).toEqual(['norm1/movingSquare', 'norm2/movingSquare']);
    expect(square).toHaveLength(x.length / 100);
    for (const [unit, value] of [...square].slice(0, 20).entries()) {
      const squares = Array.from({ length: 100 }, (_, image) => (x[image * square.length + unit] ?? 0) ** 2);
      expect(value).toBeCloseTo(squares.reduce((sum, each) => sum + each, 0) / 100, 5);
    }
    expect(await trainer.parameters()).toEqual(state);
    engine.dispose();
  });

  it('that are no average are left as they are, and the run is not judged by them', () => {
    expect(isTestedTwice({ experiment })).toBe(true);
    expect(isTestedTwice({ experiment: held })).toBe(false);
    expect(describeWarmUp(held)).toContain('They cannot be computed anew, so the run is not judged.');
    const runs = [1, 2].map((seed) => finishedRun(0.3, { ...held, seed, images: 100, batch: 8 }));
    const { sentences } = verdictOf(groupRuns(runs));
    expect(sentences.at(-1)).toBe(
      "2 seeds of HS not judged (raw 30.0 ± 0.0 %): held scale's statistics had not settled; train for longer.",
    );
  });

  it('can be changed in a fork that has them, and in no other', () => {
    expect(normsWith('momentum')).toBe(
      'batch norm, batch renorm, batch-channel norm, running scale or held scale',
    );
  });
});

describe('its golden case', () => {
  const [shape, channels, momentum, epsilon] = [[3, 2, 2, 4], 4, 0.9, 1e-4] as const;
  const wave = (count: number, step: number, low = -1) =>
    Array.from({ length: count }, (_, i) => low + ((i * step) % 2));
  const x = wave(48, 0.73);
  const dy = wave(48, 0.31);
  const given = { gamma: wave(4, 0.37, 0.5), beta: wave(4, 0.59, -0.5), threshold: [-0.1] };
  const old = wave(4, 0.43, 0.5);
  const of = (values: readonly number[], i: number) => values[i % values.length] ?? Number.NaN;
  const square = old.map((value, c) => {
    const mean = x.reduce((sum, each, i) => sum + (i % channels === c ? each * each : 0), 0) / 12;
    return momentum * value + (1 - momentum) * mean;
  });
  const normalized = x.map((value, i) => value / Math.sqrt(of(square, i) + epsilon));
  const z = normalized.map((value, i) => of(given.gamma, i) * value + of(given.beta, i));
  const dz = dy.map((value, i) => ((z[i] ?? 0) > -0.1 ? value : 0));
  const perChannel = (value: (i: number) => number) =>
    old.map((_, c) => x.reduce((sum, _x, i) => sum + (i % channels === c ? value(i) : 0), 0));
  const array = (data: readonly number[], as: readonly number[] = [data.length]) => ({ shape: as, data });
  const y = array(
    z.map((value) => Math.max(value, -0.1)),
    shape,
  );
  const golden = {
    ...{ op: 'norm', name: 'norm-running-scale', kind: 'running-scale', epsilon, momentum },
    ...{ x: array(x, shape), dy: array(dy, shape), y, yInference: y },
    dx: array(
      dz.map((value, i) => (value * of(given.gamma, i)) / Math.sqrt(of(square, i) + epsilon)),
      shape,
    ),
    parameters: Object.fromEntries(Object.entries(given).map(([name, data]) => [name, array(data)])),
    gradients: {
      gamma: array(perChannel((i) => of(dz, i) * of(normalized, i))),
      beta: array(perChannel((i) => of(dz, i))),
      threshold: array([dy.reduce((sum, value, i) => sum + value - of(dz, i), 0)]),
    },
    ...{ movingSquare: array(old), movingSquareAfter: array(square) },
  };

  it('holds the engine to its parameters, its state and its gradients', async () => {
    const engine = await openConformance();
    const checks = await runCase(parseCase('running-scale', golden), engine);
    engine.dispose();
    expect(checks.filter((check) => !passes(check))).toEqual([]);
    expect(checks.map(({ what }) => what)).toEqual([
      ...['y', 'dx', 'dgamma', 'dbeta', 'dthreshold', 'movingSquare', 'yInference'],
    ]);
  });

  it('is refused where an array is missing, by its name', () => {
    expect(() => parseCase('running-scale', { ...golden, movingSquare: undefined })).toThrow(
      /moving\.movingSquare/,
    );
  });
});

describe('scripts', () => {
  const experiment = opened(LINK);
  it.each([
    ['Keras', kerasScript(experiment, FASHION_MNIST), 'RunningScale(0.0001),'],
    ['PyTorch', pytorchScript(experiment, FASHION_MNIST), 'RunningScale(8, 0.0001),'],
  ])('for %s have its class and its layers', (_, script, call) => {
    expect(script.match(/class RunningScale\(Affine\)/g)).toHaveLength(1);
    expect(script).toContain(call);
    expect(script).not.toMatch(/ReLU\(\)/);
  });
});
