/**
 * Networks whose values are read more than once, built by hand, on every engine that Node can run against the float64
 * reference: outputs and gradients as they are looked at, and the steps that training does, in which nothing is kept
 * that need not be and gradients may share memory.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveNorm } from '../../network/build.ts';
import { type Conv2dLayer, INPUT, type Layer, type Network, type Shape } from '../../network/layers.ts';
import { type Parameters, parameterSpecs } from '../../network/parameters.ts';
import { NORMS, type Norm } from '../../spec/experiment.ts';
import { normNamed } from '../../spec/norms/norms.ts';
import { checkInspection, INSPECTED_DATA, inspectedState, LOOKS } from '../../testing/inspectionChecks.ts';
import { evaluate } from '../../testing/reference/network.ts';
import { minibatchOf } from '../../testing/reference/trainer.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { NODE_ENGINES, suiteEngines } from './engines.ts';
import { compare, passes } from './tolerance.ts';

const SHAPE = [8, 8, 1];

/** Layers by what they read; shapes follow. */
class Builder {
  readonly layers: Layer[] = [];
  readonly #norm: Norm;
  readonly #shapes = new Map<string, Shape>([[INPUT, SHAPE]]);

  constructor(norm: Norm) {
    this.#norm = norm;
  }

  conv(name: string, from: string, filters: number, shape: Partial<Conv2dLayer> = {}): this {
    const { kernelSize = 3, stride = 1, weights = 'plain' } = shape;
    const [height = 1, width = 1] = this.#shape(from);
    const output = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
    return this.#add({ kind: 'conv2d', name, kernelSize, stride, weights, ...this.#ends(from, output) });
  }

  /** The norm that there is, or none: then the name stands for what it would have read. */
  norm(name: string, from: string): string {
    const norm = resolveNorm(this.#norm, 2, this.#shape(from));
    if (!norm) return from;
    this.#add({ kind: 'norm', name, norm, ...this.#ends(from) });
    return name;
  }

  relu(name: string, from: string): this {
    return this.#add({ kind: 'relu', name, ...this.#ends(from) });
  }

  add(name: string, a: string, b: string): this {
    return this.#add({ kind: 'add', name, ...this.#ends(a), reads: [a, b] });
  }

  dropout(name: string, from: string): this {
    return this.#add({ kind: 'dropout', name, rate: 0.25, ...this.#ends(from) });
  }

  /** Ends in the mean of each channel and a dense layer. */
  averaged(from: string): Network {
    const channels = this.#shape(from).at(-1) ?? 1;
    this.#add({ kind: 'global-average-pool', name: 'gap', ...this.#ends(from, [channels]) });
    return this.#classifier('gap');
  }

  /** Pools, and ends in a dense layer. */
  network(from: string): Network {
    const [height = 1, width = 1, channels = 1] = this.#shape(from);
    this.#add({ kind: 'max-pool', name: 'pool1', ...this.#ends(from, [height >> 1, width >> 1, channels]) });
    const size = (height >> 1) * (width >> 1) * channels;
    this.#add({ kind: 'flatten', name: 'flatten', ...this.#ends('pool1', [size]) });
    return this.#classifier('flatten');
  }

  #classifier(from: string): Network {
    this.#add({ kind: 'dense', name: 'dense1', ...this.#ends(from, [10]) });
    const optimizer = { name: 'sgd', learningRate: 0.1, momentum: 0 } as const;
    return { input: SHAPE, classes: 10, layers: this.layers, optimizer, seed: 3 };
  }

  #shape(name: string): Shape {
    return this.#shapes.get(name) ?? [];
  }

  #ends(from: string, output = this.#shape(from)) {
    return { reads: [from] as const, input: this.#shape(from), output };
  }

  #add(layer: Layer): this {
    this.layers.push(layer);
    this.#shapes.set(layer.name, layer.output);
    return this;
  }
}

/** A residual network as He et al. draw it: a block that keeps its shape, and one with a 1 × 1 convolution beside it. */
function residual(norm: Norm): Network {
  const b = new Builder(norm);
  b.conv('conv1', INPUT, 4).relu('relu1', b.norm('norm1', 'conv1'));
  b.conv('conv2', 'relu1', 4, { weights: 'standardized' }).relu('relu2', b.norm('norm2', 'conv2'));
  b.conv('conv3', 'relu2', 4).add('add1', b.norm('norm3', 'conv3'), 'relu1').relu('relu3', 'add1');
  b.conv('conv4', 'relu3', 6, { stride: 2 }).relu('relu4', b.norm('norm4', 'conv4'));
  b.conv('conv5', 'relu4', 6).conv('conv6', 'relu3', 6, { kernelSize: 1, stride: 2 });
  const [main, side] = [b.norm('norm5', 'conv5'), b.norm('norm6', 'conv6')];
  return b.add('add2', main, side).relu('relu5', 'add2').network('relu5');
}

/** Norms and ReLUs where their shortcuts must not be taken: their inputs and outputs go elsewhere, too. */
function tangled(norm: Norm): Network {
  const b = new Builder(norm);
  // A norm behind a ReLU that a convolution and a sum read as well: it cannot do the ReLU's part.
  b.conv('conv1', INPUT, 4).relu('relu1', 'conv1');
  const first = b.norm('norm1', 'relu1');
  b.conv('conv2', 'relu1', 4, { kernelSize: 5 }).add('add1', first, 'relu1').add('add2', 'add1', 'conv2');
  // Two norms that end in ReLUs get one gradient, which each would cut off in place.
  b.conv('conv3', 'add2', 4).relu('relu2', b.norm('norm2', 'conv3'));
  b.conv('conv4', 'add2', 4, { kernelSize: 1 }).relu('relu3', b.norm('norm3', 'conv4'));
  b.add('add3', 'relu2', 'relu3');
  // A value twice in one sum, and a sum without a ReLU that a convolution, a dropout and a sum read.
  b.add('add4', 'add3', 'add3').conv('conv5', 'add4', 4).dropout('dropout1', 'add4');
  b.add('add5', 'conv5', 'dropout1').add('add6', 'add5', 'add4').relu('relu4', 'add6');
  // A norm behind a sum that ends in a ReLU.
  return b.network(b.norm('norm4', 'relu4'));
}

/** Strides of all kinds, over sizes that they do not divide, without a pool. */
function strided(norm: Norm): Network {
  const b = new Builder(norm);
  b.conv('conv1', INPUT, 5, { kernelSize: 5, weights: 'standardized' }).relu(
    'relu1',
    b.norm('norm1', 'conv1'),
  );
  b.conv('conv2', 'relu1', 6, { kernelSize: 1, stride: 3 }).conv('conv3', 'relu1', 6, { stride: 3 });
  b.add('add1', 'conv2', b.norm('norm2', 'conv3')).relu('relu2', 'add1');
  b.conv('conv4', 'relu2', 8, { kernelSize: 5, stride: 2, weights: 'scaled' });
  return b.averaged(b.norm('norm3', 'conv4'));
}

const BUILDS = [residual, tangled, strided];
const NETWORKS = BUILDS.flatMap((build) =>
  NORMS.map((norm) => ({ name: build.name, norm, network: build(norm) })),
);
const ENGINES = suiteEngines(process.env.LONG === 'yes').flatMap(({ name, threads, open }) =>
  threads.map((count) => ({ name, threads: count, open })),
);
/** Norms that threads work on together. */
const MOVING = NORMS.filter((norm) => normNamed(norm)?.usesMinibatch);
const ROWS = [3, 17, 5, 20, 11];

/** The state after a step of plain gradient descent, in float64, without moving statistics. */
function afterStep(network: Network, state: Parameters, step: number): Map<string, Float64Array> {
  const batch = minibatchOf({ split: 'train', rows: ROWS }, 64, INSPECTED_DATA);
  const gradients = evaluate(network, state, batch, {
    statistics: 'minibatch',
    dropoutStep: step,
  }).gradients();
  const { learningRate } = network.optimizer;
  return new Map(
    [...gradients].map(([name, gradient]) => {
      const before = state.get(name) ?? new Float32Array();
      return [name, gradient.map((g, i) => (before[i] as number) - learningRate * g)];
    }),
  );
}

const kept = new Map<Network, ReturnType<typeof afterStep>>();
/** Worked out once for all engines. */
function exactAfterStep(network: Network, ...start: [state: Parameters, step: number]) {
  const after = kept.get(network) ?? afterStep(network, ...start);
  kept.set(network, after);
  return after;
}

/** An engine that has the images. */
async function opened(open: (typeof NODE_ENGINES)[number]['open'], threads: number) {
  const conformance = await open(threads);
  for (const split of ['train', 'test'] as const) {
    const { images, labels } = INSPECTED_DATA[split];
    conformance.engine.putImages('noise', split, 0, images, labels);
  }
  return conformance;
}

describe.each(ENGINES)('values that are read twice, on $name, threads: $threads', ({ open, threads }) => {
  let conformance: ConformanceEngine;
  beforeAll(async () => {
    conformance = await opened(open, threads);
  });
  afterAll(() => conformance.dispose());

  it.each(NETWORKS)('$name, $norm: what is looked at is what float64 gives', async ({ network }) => {
    const trainer = await conformance.engine.createTrainer(network, inspectedState(network), 'noise');
    for (const look of LOOKS) {
      const checks = await checkInspection(trainer, network, look);
      expect(checks.filter((check) => !passes(check))).toEqual([]);
    }
    trainer.dispose();
  });

  it.each(NETWORKS)('$name, $norm: a step is what float64 gives', async ({ network }) => {
    const state = inspectedState(network);
    const trainer = await conformance.engine.createTrainer(network, state, 'noise');
    trainer.step(Uint32Array.from(ROWS), 5);
    const after = await trainer.parameters();
    const exact = exactAfterStep(network, state, 5);
    const names = parameterSpecs(network).flatMap(({ name, role }) => (role === 'trained' ? [name] : []));
    expect([...exact.keys()].sort()).toEqual(names.sort());
    const moved = (values: ArrayLike<number>, name: string) =>
      Array.from(values, (value, i) => value - (state.get(name)?.[i] ?? 0));
    const checks = [...exact].map(([name, values]) =>
      compare(name, 'gradient', moved(after.get(name) ?? [], name), moved(values, name)),
    );
    expect(checks.filter((check) => !passes(check))).toEqual([]);
    // And again: what is left behind disturbs no later step.
    trainer.setParameters(state);
    trainer.step(Uint32Array.from(ROWS), 5);
    expect(await trainer.parameters()).toEqual(after);
    trainer.dispose();
  });

  it.each(MOVING)('goes on from its state, at its step, with the same bits: %s', async (norm) => {
    const network = strided(norm);
    const whole = await conformance.engine.createTrainer(network, inspectedState(network), 'noise');
    for (let t = 1; t <= 3; t++) whole.step(Uint32Array.from(ROWS), t);
    const resumed = await conformance.engine.createTrainer(network, await whole.parameters(), 'noise');
    // Far enough for limits that open with the steps to count.
    for (const trainer of [whole, resumed])
      for (const t of [400, 401]) trainer.step(Uint32Array.from(ROWS), t);
    expect(await resumed.parameters()).toEqual(await whole.parameters());
    for (const trainer of [whole, resumed]) trainer.dispose();
  });

  it('leaves nothing behind', async () => {
    const before = conformance.engine.liveBuffers();
    const network = tangled('group');
    const trainer = await conformance.engine.createTrainer(network, inspectedState(network), 'noise');
    trainer.step(Uint32Array.from(ROWS), 1);
    const live = conformance.engine.liveBuffers();
    for (let t = 2; t < 20; t++) trainer.step(Uint32Array.from(ROWS), t);
    expect(conformance.engine.liveBuffers()).toEqual(live);
    trainer.dispose();
    expect(conformance.engine.liveBuffers()).toEqual(before);
  });
});

const CPU = NODE_ENGINES.filter(({ name }) => name.startsWith('wasm'));

it.each(CPU)('on $name they come to the same bits on any number of threads', async ({ open }) => {
  const hashes = new Map<string, Set<string>>();
  for (const threads of [1, 2, 3, 4]) {
    const conformance = await opened(open, threads);
    for (const [build, norm] of BUILDS.flatMap((each) => MOVING.map((norm) => [each, norm] as const))) {
      const network = build(norm);
      const trainer = await conformance.engine.createTrainer(network, inspectedState(network), 'noise');
      for (let t = 1; t <= 3; t++) trainer.step(Uint32Array.from(ROWS), t);
      const hash = createHash('sha256');
      for (const values of (await trainer.parameters()).values()) hash.update(values);
      const name = `${build.name} ${norm}`;
      hashes.set(name, (hashes.get(name) ?? new Set()).add(hash.digest('hex')));
      trainer.dispose();
    }
    conformance.dispose();
  }
  expect(hashes.size).toBe(BUILDS.length * MOVING.length);
  for (const [name, { size }] of hashes) expect(size, name).toBe(1);
});
