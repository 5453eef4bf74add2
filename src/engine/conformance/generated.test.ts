/**
 * Every operation on every engine that Node can run, at random shapes, against the float64 reference: what the few
 * shapes of the golden cases leave out. Nothing may be written but results: inputs lie between sentinels here, and all
 * that the CPU engine writes does in its memory (src/engine/wasm/margins.ts). `GENERATED_SEED=7` draws others,
 * `GENERATED_CASES=100` so many of each operation, `GENERATED_ON_GPU=400` so many of them on the WebGPU engine.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCALED_WS, sizeOf } from '../../network/layers.ts';
import { descriptionOf, normArrayShape } from '../../network/norms.ts';
import { streamKey, uniform } from '../../random/streams.ts';
import type { BatchStatistics } from '../../spec/experiment.ts';
import { conv } from '../../testing/reference/conv.ts';
import { dense } from '../../testing/reference/dense.ts';
import type { Forward, Pass } from '../../testing/reference/layer.ts';
import { softmaxCrossEntropy } from '../../testing/reference/loss.ts';
import { norm } from '../../testing/reference/norm.ts';
import { gelu, globalAveragePool, maxPool, silu } from '../../testing/reference/plain.ts';
import { scaleWeights } from '../../testing/reference/scaleWeights.ts';
import { standardize } from '../../testing/reference/standardize.ts';
import { update } from '../../testing/reference/update.ts';
import { openConformance } from '../tfjs/conformanceCpu.ts';
import { createWasmConformance } from '../wasm/conformance.ts';
import { createWgslConformance } from '../wgsl/conformance.ts';
import { TILING_NAMES } from '../wgsl/tiles.ts';
import type { CaseOf, GoldenArray, GoldenCase } from './cases.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { optimizerOf } from './network.ts';
import { layerNorm, runCase } from './runCase.ts';
import { passes } from './tolerance.ts';

const SEED = Number(process.env.GENERATED_SEED ?? 1);
const LONG = process.env.LONG === 'yes';
const CASES = Number(process.env.GENERATED_CASES ?? (LONG ? 400 : 8));

/** On both sides of every width of a tile and of a vector, RGB, and where Winograd's way begins. */
const CHANNELS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 17, 24, 32, 33, 36, 40, 64];
/** Of those, what goes by way of Winograd. */
const IN_WINDOWS = [16, 20, 24, 32, 36, 64];
const BATCHES = [1, 1, 2, 3, 7];

/** Between sentinels: an engine may read them, and no more. */
const SENTINEL = -12345;
const MARGIN = 16;

function array(shape: readonly number[], values: ArrayLike<number>): GoldenArray {
  const whole = new Float32Array(values.length + 2 * MARGIN).fill(SENTINEL);
  const data = whole.subarray(MARGIN, MARGIN + values.length);
  data.set(Array.from(values));
  return { shape: [...shape], data, exact: Array.from(values) };
}

const isArray = (value: unknown): value is GoldenArray => value instanceof Object && 'exact' in value;

/** Whether an array is as `array` made it, its surroundings too. */
const untouched = ({ data, exact }: GoldenArray): boolean =>
  new Float32Array(data.buffer).every((value, i) => {
    const given = exact[i - MARGIN];
    return value === (given === undefined ? SENTINEL : Math.fround(given));
  });

const spoilt = (golden: GoldenCase): string[] =>
  Object.entries(golden).flatMap(([name, value]) =>
    [value].flat().filter(isArray).every(untouched) ? [] : [name],
  );

/** The random choices of one case. */
class Draw {
  #drawn = 0;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  values(shape: readonly number[], low = -1, high = 1): GoldenArray {
    return array(shape, uniform(streamKey(SEED, this.name, this.#drawn++), sizeOf(shape), low, high));
  }

  integer(low: number, high: number): number {
    return Math.floor(this.values([1], low, high + 1).exact[0] ?? low);
  }

  one<T>(of: readonly T[]): T {
    return of[this.integer(0, of.length - 1)] as T;
  }
}

const f64 = ({ exact }: GoldenArray): Float64Array => Float64Array.from(exact);

/** A pass over one layer called `l`, with its parameters. */
function passOver(count: number, parameters: Readonly<Record<string, GoldenArray>>) {
  const gradients: Record<string, Float64Array> = {};
  const moved: Record<string, Float64Array> = {};
  const pass: Pass = {
    ...{ count, statistics: 'minibatch', dropoutStep: undefined, seed: 0 },
    parameter: (name) => f64(parameters[name.slice(2)] ?? array([0], [])),
    setMoving: (name, values) => {
      moved[name.slice(2)] = values;
    },
    setGradient: (name, gradient) => {
      gradients[name.slice(2)] = gradient;
    },
  };
  return { pass, gradients, moved };
}

type Linear = 'x' | 'kernel' | 'bias';
type Inputs<Name extends string> = Readonly<Record<Name, GoldenArray>>;

function linear(inputs: Inputs<Linear>, draw: Draw, y: readonly number[], forward: (pass: Pass) => Forward) {
  const { pass, gradients } = passOver(inputs.x.shape[0] ?? 1, inputs);
  const done = forward(pass);
  const dy = draw.values(y);
  const dx = array(inputs.x.shape, done.backward(f64(dy)));
  return {
    ...{ ...inputs, dy, dx, y: array(y, done.y) },
    dkernel: array(inputs.kernel.shape, gradients.kernel ?? []),
    dbias: array(inputs.bias.shape, gradients.bias ?? []),
  };
}

const conv2dCase = (draw: Draw): CaseOf<'conv2d'> =>
  convolution(draw, {
    ...{ n: draw.one(BATCHES), cin: draw.one(CHANNELS), cout: draw.one(CHANNELS) },
    ...{ h: draw.integer(1, 10), w: draw.integer(1, 10), kernelSize: draw.one([1, 3, 3, 3, 5]) },
  });

/** 7 × 7 is what two strides leave of 28 × 28. */
const windowsCase = (draw: Draw): CaseOf<'conv2d'> =>
  convolution(draw, {
    ...{ n: draw.one(BATCHES), cin: draw.one(IN_WINDOWS), cout: draw.one(IN_WINDOWS) },
    ...{ h: draw.one([4, 6, 7, 8, 9, 12]), w: draw.one([3, 5, 7, 8, 10, 14]), kernelSize: 3, stride: 1 },
  });

type Sizes = Readonly<Record<'n' | 'cin' | 'cout' | 'h' | 'w' | 'kernelSize', number>> & { stride?: number };

function convolution(draw: Draw, sizes: Sizes): CaseOf<'conv2d'> {
  const { n, cin, cout, h, w, kernelSize } = sizes;
  const inputs = {
    x: draw.values([n, h, w, cin]),
    kernel: draw.values([kernelSize, kernelSize, cin, cout]),
    bias: draw.values([cout]),
  };
  const stride = sizes.stride ?? draw.one([1, 1, 1, 2, 3]);
  const output = [Math.ceil(h / stride), Math.ceil(w / stride), cout];
  const shapes = { input: [h, w, cin], output };
  const kind = { kind: 'conv2d', name: 'l', reads: ['input'], kernelSize, stride } as const;
  const layer = { ...kind, ...shapes, weights: 'plain' } as const;
  const forward = (pass: Pass) => conv(layer, f64(inputs.x), pass, f64(inputs.x));
  return { op: 'conv2d', name: draw.name, stride, ...linear(inputs, draw, [n, ...output], forward) };
}

function denseCase(draw: Draw): CaseOf<'dense'> {
  const [n, units, outputs] = [draw.one([...BATCHES, 11, 12, 50]), draw.integer(1, 150), draw.one(CHANNELS)];
  const inputs = {
    x: draw.values([n, units]),
    kernel: draw.values([units, outputs]),
    bias: draw.values([outputs]),
  };
  const layer = { kind: 'dense', name: 'l', reads: ['input'], input: [units], output: [outputs] } as const;
  return {
    ...{ op: 'dense', name: draw.name },
    ...linear(inputs, draw, [n, outputs], (pass) => dense(layer, f64(inputs.x), pass, f64(inputs.x))),
  };
}

/** At least four values share statistics, unless given ones are used: two, in float32, leave of dx little but rounding. */
function normCase(
  kind: CaseOf<'norm'>['kind'],
  draw: Draw,
  stats: BatchStatistics = 'minibatch',
  large = false,
): CaseOf<'norm'> {
  const [frozen, estimated] = [stats === 'moving', stats === 'estimated'];
  const images = large || kind === 'instance' || draw.integer(0, 1) === 1;
  const groups = draw.one([1, 2, 4]);
  const alone = images && kind !== 'channel' ? [1, 2, 3] : [];
  const channels = groups * (images ? draw.one([...alone, 5, 8, 9]) : draw.one([8, 9, 13, 33]));
  const n = images ? draw.one(BATCHES) : draw.integer(frozen ? 1 : 4, 13);
  const side = () => (large ? draw.integer(46, 50) : draw.integer(frozen ? 1 : 2, 9));
  const shape = images ? [n, side(), side(), channels] : [n, channels];
  const own = descriptionOf({ kind }).parameters.map((array) => {
    const range: [number, number] =
      array.name === 'gamma' ? [0.5, 1.5] : [array.initial - 1, array.initial + 1];
    return [array.name, draw.values(normArrayShape(array, channels), ...range)] as const;
  });
  const values = {
    x: draw.values(shape, -2, 3),
    ...Object.fromEntries(own),
    movingMean: draw.values([channels]),
    movingVariance: draw.values([channels], 0.5, 2),
  };
  const limits = kind === 'batch-renorm' ? { rMax: draw.one([1, 1.5, 3]), dMax: draw.one([0, 0.4, 5]) } : {};
  const chosen = {
    ...({ op: 'norm', name: draw.name, kind, epsilon: 1e-3, momentum: 0.9, groups } as const),
    ...{ frozen, estimated },
    ...limits,
  };
  const { x } = values;
  const layer = {
    ...({ kind: 'norm', name: 'l', reads: ['input'] } as const),
    ...{ input: shape.slice(1), output: shape.slice(1) },
    norm: layerNorm(chosen),
  };
  const { pass, gradients, moved } = passOver(n, values);
  const { y, backward } = norm(layer, f64(x), pass, f64(x));
  // Where a threshold is met to rounding, an engine may be on either side of it: no gradient is sent there.
  const cutOff = (by: number) => {
    const [, given] = own.find(([name]) => name === 'threshold') ?? [];
    if (!given) return () => false;
    const threshold = array(
      [channels],
      given.exact.map((value) => value + by),
    );
    const cut = norm(layer, f64(x), passOver(n, { ...values, threshold }).pass, f64(x)).y;
    return (i: number): boolean => cut[i] === threshold.exact[i % channels];
  };
  const [lower, higher] = [cutOff(-1e-4), cutOff(1e-4)];
  const drawn = draw.values(shape).exact;
  const dy = array(
    shape,
    drawn.map((value, i) => (higher(i) && !lower(i) ? 0 : value)),
  );
  const dx = array(shape, backward(f64(dy)));
  const result = {
    ...{ ...chosen, x, dy, dx, y: array(shape, y), parameters: Object.fromEntries(own) },
    gradients: Object.fromEntries(
      own.map(([name, { shape: of }]) => [name, array(of, gradients[name] ?? [])]),
    ),
  };
  const names = descriptionOf({ kind }).moving.map((array) => array.name);
  if (names.length === 0) return result;
  const moving = { movingMean: values.movingMean, movingVariance: values.movingVariance };
  const followed = Object.entries(moved).map(([name, data]) => [name, array([channels], data)]);
  const after = { ...moving, ...Object.fromEntries(followed) };
  const scoring = { ...passOver(n, { ...values, ...after }).pass, statistics: 'moving' } as const;
  return {
    ...{ ...result, moving, movingAfter: after },
    yInference: array(shape, norm(layer, f64(x), scoring, f64(x)).y),
  };
}

function standardizationCase(draw: Draw): CaseOf<'weight-standardization'> {
  const [size, cin, cout] = [draw.one([3, 5]), draw.one(CHANNELS), draw.one(CHANNELS)];
  const kernel = draw.values([size, size, cin, cout], -0.2, 0.4);
  const dy = draw.values(kernel.shape);
  const { y, backward } = standardize(f64(kernel), cout, 1e-5);
  return {
    ...{ op: 'weight-standardization', name: draw.name, epsilon: 1e-5, kernel, dy },
    ...{ y: array(kernel.shape, y), dkernel: array(kernel.shape, backward(f64(dy))) },
  };
}

function scaledCase(draw: Draw): CaseOf<'scaled-weights'> {
  const [size, cin, cout] = [
    draw.one([1, 3, 5]),
    draw.one(CHANNELS.filter((n) => n > 1)),
    draw.one(CHANNELS),
  ];
  const [kernel, gain] = [draw.values([size, size, cin, cout], -0.2, 0.4), draw.values([cout], 0.5, 1.5)];
  const dy = draw.values(kernel.shape);
  const { y, backward } = scaleWeights(f64(kernel), f64(gain));
  const { dkernel, dgain } = backward(f64(dy));
  return {
    ...{ op: 'scaled-weights', name: draw.name, epsilon: SCALED_WS.epsilon, kernel, gain, dy },
    ...{ y: array(kernel.shape, y), dkernel: array(kernel.shape, dkernel), dgain: array([cout], dgain) },
  };
}

function maxPoolCase(draw: Draw): CaseOf<'maxpool2'> {
  const [n, c, h, w] = [draw.one(BATCHES), draw.one(CHANNELS), draw.integer(2, 11), draw.integer(2, 11)];
  const [input, output] = [
    [h, w, c],
    [h >> 1, w >> 1, c],
  ];
  // Of nine values, so that many tie.
  const x = array([n, ...input], draw.values([n, ...input], -4, 5).exact.map(Math.floor));
  const dy = draw.values([n, ...output]);
  const { y, backward } = maxPool(
    { kind: 'max-pool', name: 'l', reads: ['input'], input, output },
    f64(x),
    passOver(n, {}).pass,
    f64(x),
  );
  return {
    ...{ op: 'maxpool2', name: draw.name, x, dy },
    ...{ y: array([n, ...output], y), dx: array([n, ...input], backward(f64(dy))) },
  };
}

function activationCase(draw: Draw): CaseOf<'activation'> {
  const kind = draw.one(['gelu', 'silu'] as const);
  const shape = draw.one([
    [draw.one(BATCHES), draw.integer(1, 70)],
    [draw.one(BATCHES), draw.integer(1, 6), draw.integer(1, 6), draw.integer(1, 20)],
  ]);
  const scale = draw.one([1, 5, 30]);
  const [x, dy] = [draw.values(shape, -scale, scale), draw.values(shape)];
  const [count = 1, ...each] = shape;
  const { y, backward } = { gelu, silu }[kind](
    { kind, name: 'l', reads: ['input'], input: each, output: each },
    f64(x),
    passOver(count, {}).pass,
    f64(x),
  );
  return {
    ...{ op: 'activation', name: draw.name, kind, x, dy },
    ...{ y: array(shape, y), dx: array(shape, backward(f64(dy))) },
  };
}

function globalPoolCase(draw: Draw): CaseOf<'global-average-pool'> {
  const [n, c, h, w] = [draw.one(BATCHES), draw.one(CHANNELS), draw.integer(1, 11), draw.integer(1, 11)];
  const [x, dy] = [draw.values([n, h, w, c]), draw.values([n, c])];
  const { y, backward } = globalAveragePool(
    { kind: 'global-average-pool', name: 'l', reads: ['input'], input: [h, w, c], output: [c] },
    f64(x),
    passOver(n, {}).pass,
    f64(x),
  );
  return {
    ...{ op: 'global-average-pool', name: draw.name, x, dy },
    ...{ y: array([n, c], y), dx: array(x.shape, backward(f64(dy))) },
  };
}

function lossCase(draw: Draw): CaseOf<'softmax-cross-entropy'> {
  const [n, classes, scale] = [draw.one(BATCHES), draw.integer(2, 40), draw.one([1, 10])];
  const logits = draw.values([n, classes], -scale, scale);
  // Never the likeliest: of a loss near 0 float32 keeps few digits.
  const labels = Uint8Array.from({ length: n }, (_, image) => {
    const row = logits.exact.slice(image * classes, (image + 1) * classes);
    const label = draw.integer(0, classes - 1);
    return row[label] === Math.max(...row) ? (label + 1) % classes : label;
  });
  const { loss, dlogits } = softmaxCrossEntropy(f64(logits), labels, classes);
  return {
    ...{ op: 'softmax-cross-entropy', name: draw.name },
    ...{ logits, labels, loss, dlogits: array([n, classes], dlogits) },
  };
}

const HYPER = { beta1: 0.9, beta2: 0.99, decay: 0.9, epsilon: 1e-7 };

function optimizerCase(draw: Draw): CaseOf<'optimizer'> {
  const name = draw.one(['sgd', 'adam', 'rmsprop'] as const);
  const hyper = { ...HYPER, momentum: draw.one([0, 0.9]), learningRate: draw.one([0.1, 0.01, 0.001]) };
  const decay = draw.one([{}, { weightDecay: 0.1 }]);
  const shape = [draw.integer(1, 70)];
  const parameter = draw.values(shape);
  const gradients = [1, 0.1, 10, 0.01].map((size) => draw.values(shape, -size, size));
  const slots: number[][] = [[], []];
  let value = parameter.exact;
  const after = gradients.map(({ exact }, i) => {
    value = update(optimizerOf(name, { ...hyper, ...decay }), value, exact, slots, i + 1);
    return array(shape, value);
  });
  return {
    op: 'optimizer',
    name: draw.name,
    optimizer: name,
    ...hyper,
    ...decay,
    parameter,
    gradients,
    after,
  };
}

const MAKERS: Readonly<Record<string, (draw: Draw) => GoldenCase>> = {
  conv2d: conv2dCase,
  dense: denseCase,
  ...Object.fromEntries(
    (
      [
        'batch',
        'batch-renorm',
        'batch-channel',
        'layer',
        'instance',
        'rms',
        'channel',
        'dynamic-tanh',
        'filter-response',
        'group',
        'group-as-published',
      ] as const
    ).map((kind) => [`norm ${kind}`, (draw: Draw) => normCase(kind, draw)]),
  ),
  'norm batch of thousands of pixels': (draw) => normCase('batch', draw, 'minibatch', true),
  'norm batch-renorm of thousands of pixels': (draw) => normCase('batch-renorm', draw, 'minibatch', true),
  'norm batch, frozen': (draw) => normCase('batch', draw, 'moving'),
  'norm batch, estimated': (draw) => normCase('batch', draw, 'estimated'),
  'norm batch-channel, frozen': (draw) => normCase('batch-channel', draw, 'moving'),
  'norm batch-channel, estimated': (draw) => normCase('batch-channel', draw, 'estimated'),
  'weight standardization': standardizationCase,
  'scaled weights': scaledCase,
  'max pooling': maxPoolCase,
  'global average pooling': globalPoolCase,
  activation: activationCase,
  'softmax cross-entropy': lossCase,
  optimizer: optimizerCase,
};

const CASES_BY_OPERATION = Object.entries(MAKERS).map(([operation, make]) => ({
  operation,
  cases: Array.from({ length: CASES }, (_, i) => make(new Draw(`${operation} ${i}`))),
}));

/** A sum of products loses little, whatever its shape; the other operations are held to the golden cases' tolerances. */
const OF_PRODUCTS = 1e-5;

/** Gradients of a norm's parameters are sums over images and pixels: of a lone channel such a sum may all but cancel. */
const mayCancel = ({ op }: GoldenCase, what: string): boolean =>
  op === 'norm' && /^d(gamma|beta|alpha)$/.test(what);

const shapesOf = (golden: GoldenCase): string =>
  Object.entries(golden)
    .flatMap(([name, value]) => (isArray(value) ? `${name} [${value.shape}]` : []))
    .join(', ');

/** Cases: each has kernels of its own on a GPU, which a software one takes long to compile. */
const GIVEN_ON_GPU = Number(process.env.GENERATED_ON_GPU ?? Number.NaN);
const ON_GPU = { direct: GIVEN_ON_GPU || (LONG ? 20 : 2), shared: GIVEN_ON_GPU || (LONG ? 3 : 1) };

interface Generated {
  readonly name: string;
  /** Of each operation; all there are unless given. */
  readonly cases?: number;
  /** Operations; all there are unless given. */
  readonly only?: readonly string[];
  open(): Promise<ConformanceEngine>;
}

const ENGINES: readonly Generated[] = [
  { name: 'tfjs-cpu', open: () => openConformance() },
  ...(LONG ? (['direct', 'shared'] as const) : (['direct'] as const)).map((tiles) => ({
    name: `wgsl, ${tiles} tiles`,
    cases: ON_GPU[tiles],
    open: () => createWgslConformance({ tiles }),
  })),
  // Whatever the search for the fastest tiles may choose; what is shared takes a software GPU ten seconds to compile.
  ...TILING_NAMES.filter((name) => LONG || name === 'unshared').map((name) => ({
    name: `wgsl, '${name}'`,
    cases: ON_GPU.shared,
    only: ['conv2d', 'dense'],
    open: () =>
      createWgslConformance({ tiles: 'shared', memory: { recall: () => name, remember: () => undefined } }),
  })),
  ...(['relaxed', 'strict'] as const).flatMap((simd, i) =>
    [1, 2].map((threads) => {
      const tiles = (i + threads) % 2 === 0 ? 'wide' : 'narrow';
      const open = () => createWasmConformance({ simd, threads, tiles });
      return { name: `wasm ${simd}, ${threads} threads, ${tiles} tiles`, open };
    }),
  ),
];

describe.each<Generated>(ENGINES)(`$name, GENERATED_SEED=${SEED}`, ({ open, cases: most = CASES, only }) => {
  let engine: ConformanceEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  const chosen = CASES_BY_OPERATION.filter(({ operation }) => only?.includes(operation) ?? true);
  it.each(chosen)('$operation', async ({ cases }) => {
    expect(cases.length).toBeGreaterThan(0);
    for (const golden of cases.slice(0, most)) {
      // By given statistics batch norm is linear; batch-channel norm has others of its own besides.
      const linearOp =
        golden.op === 'conv2d' ||
        golden.op === 'dense' ||
        (golden.op === 'norm' && golden.kind === 'batch' && golden.frozen);
      const checks = await runCase(golden, engine);
      const missed = checks.filter(
        (check) =>
          !passes(check) || (linearOp && !mayCancel(golden, check.what) && check.error > OF_PRODUCTS),
      );
      const where = `GENERATED_SEED=${SEED}, ${golden.name}: ${shapesOf(golden)}`;
      expect(missed, where).toEqual([]);
      expect(spoilt(golden), where).toEqual([]);
    }
  });
});

describe.each(['relaxed', 'strict'] as const)('wasm %s in windows', (simd) => {
  it.each([
    [1, 'wide'],
    [2, 'narrow'],
    [3, 'wide'],
  ] as const)('convolutions on %i threads, %s tiles', async (threads, tiles) => {
    const engine = await createWasmConformance({ simd, threads, tiles });
    for (let i = 0; i < CASES; i++) {
      const golden = windowsCase(new Draw(`windows ${i}`));
      const missed = (await runCase(golden, engine)).filter(({ error }) => !(error <= OF_PRODUCTS));
      const where = `GENERATED_SEED=${SEED}, ${golden.name}: ${shapesOf(golden)}`;
      expect(missed, where).toEqual([]);
      expect(spoilt(golden), where).toEqual([]);
    }
    engine.dispose();
  });
});
