/**
 * Single operations for conformance tests, on engines that compile programs: each is a program of its own, through the same
 * lowering and kernels as training.
 */
import type { LayerNorm, Network, Optimizer } from '../../network/layers.ts';
import { type Parameters, slotNames } from '../../network/parameters.ts';
import type { BatchTrainer, Engine, NoEngine } from '../engine.ts';
import { backward, gradientOf } from '../program/backward.ts';
import { normOf } from '../program/forward.ts';
import type { Operation } from '../program/operation.ts';
import {
  LABELS,
  LEARNING_RATE,
  parameter,
  perImage,
  STEP,
  SUMS,
  single,
  state,
  type Value,
} from '../program/value.ts';
import type {
  ConformanceEngine,
  EngineOps,
  LinearInput,
  LinearOutput,
  NormInput,
  NormOutput,
  Tensor,
} from './engineOps.ts';

const LAYER = 'tested';

/** What outlives an operation: arrays by name. A trained array's slots begin at 0. */
export interface Outliving {
  readonly trained: Readonly<Record<string, Float32Array>>;
  readonly moving: Readonly<Record<string, Float32Array>>;
  readonly slots: readonly string[];
}

const NOTHING: Outliving = { trained: {}, moving: {}, slots: [] };

/** A few operations as an engine runs them: filled, run, read. */
export interface Trial {
  fill(value: Value, data: Float32Array): void;
  /** @param labels of the images, for a loss */
  run(step?: {
    readonly optimizer?: Optimizer;
    readonly t?: number;
    readonly labels?: Uint8Array;
  }): Promise<void>;
  read(value: Value): Promise<Float32Array>;
  /** An array that outlives the operations. */
  array(name: string): Promise<Float32Array>;
  /** The loss's sum. */
  loss(): Promise<number>;
  dispose(): void;
}

/** @param seen temporaries to be read at the end */
export type OpenTrial = (
  operations: readonly Operation[],
  batch: number,
  seen: readonly Value[],
  outliving: Outliving,
) => Trial;

/** The operation as another one: its temporaries have names of their own, but for x and y. */
function again(operation: Operation): Operation {
  if (operation.kind !== 'norm-inference' && operation.kind !== 'norm') return operation;
  const apart = <T extends Readonly<Record<string, Value>>>(values: T): T => {
    const own = Object.entries<Value>(values).filter(
      ([, { role, name }]) => role === 'temporary' && name.startsWith(`${LAYER}/`),
    );
    return {
      ...values,
      ...Object.fromEntries(own.map(([key, value]) => [key, { ...value, name: `again/${value.name}` }])),
    };
  };
  const { reads, writes } = operation;
  return { ...operation, layer: 'again', reads: apart(reads), writes: apart(writes) };
}

/** Temporaries in the shapes of arrays of images, by name. */
const images = <Name extends string>(shapes: Record<Name, Tensor>): Record<Name, Value> =>
  valuesOf(shapes, (name, { shape }) => perImage(name, shape.slice(1)));
/** Temporaries in the shapes of arrays that there are once, by name. */
const arrays = <Name extends string>(shapes: Record<Name, Pick<Tensor, 'shape'>>): Record<Name, Value> =>
  valuesOf(shapes, (name, { shape }) => single(name, shape));

function valuesOf<Name extends string, Of>(
  shapes: Record<Name, Of>,
  make: (name: Name, of: Of) => Value,
): Record<Name, Value> {
  const values: Partial<Record<Name, Value>> = {};
  for (const name in shapes) values[name] = make(name, shapes[name]);
  return values as Record<Name, Value>;
}

type Given = readonly (readonly [Value, Pick<Tensor, 'data'>])[];

class ProgramOps implements EngineOps {
  readonly #open: OpenTrial;

  constructor(open: OpenTrial) {
    this.#open = open;
  }

  async norm(norm: LayerNorm, input: NormInput): Promise<NormOutput> {
    const { x, dy, y, inferred } = images({
      ...{ x: input.x, dy: input.dy, y: input.x, inferred: input.x },
    });
    const shape = input.x.shape.slice(1);
    const layer = { kind: 'norm', name: LAYER, norm, reads: ['x'], input: shape, output: shape } as const;
    const choices = { dropout: false, movesStatistics: true, outputs: [] };
    const forward = normOf(layer, { x, y, relu: false }, { ...choices, statistics: 'minibatch' });
    const back = backward(forward, y, dy);
    const after = normOf(layer, { x, y: inferred, relu: false }, { ...choices, statistics: 'moving' });
    const operations = [...forward, ...back.operations, ...(input.moving ? after.map(again) : [])];
    const gradients = Object.keys(input.parameters).flatMap((name) => {
      const value = back.gradients.get(`${LAYER}/${name}`);
      return value ? [[name, value] as const] : [];
    });
    const dx = gradientOf(x);
    const seen = [y, dx, ...gradients.map(([, value]) => value), ...(input.moving ? [inferred] : [])];
    const named = (tensors: NormInput['parameters']) =>
      Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [`${LAYER}/${name}`, data]));
    const outliving = { trained: named(input.parameters), moving: named(input.moving ?? {}), slots: [] };
    const trial = this.#open(operations, input.x.shape[0] ?? 1, seen, outliving);
    trial.fill(x, input.x.data);
    trial.fill(dy, input.dy.data);
    await trial.run();
    const byName: Record<string, Float32Array> = {};
    for (const [name, value] of gradients) byName[name] = await trial.read(value);
    const moved: Record<string, Float32Array> = {};
    for (const name of Object.keys(input.moving ?? {})) moved[name] = await trial.array(`${LAYER}/${name}`);
    const output = {
      ...{ y: await trial.read(y), dx: await trial.read(dx), gradients: byName },
      ...(input.moving && { moving: { after: moved, yInference: await trial.read(inferred) } }),
    };
    trial.dispose();
    return output;
  }

  async conv2d(input: LinearInput): Promise<LinearOutput> {
    const convolution = { layer: LAYER, stride: input.stride ?? 1 };
    return this.#linear(input, ({ x, dx, y, dy, kernel, dkernel, bias, dbias }) => [
      { ...convolution, kind: 'conv2d', reads: { x, kernel, bias }, writes: { y }, relu: false },
      { ...convolution, kind: 'conv2d-input-gradient', reads: { dy, kernel }, writes: { dx } },
      { ...convolution, kind: 'conv2d-filter-gradient', reads: { x, dy }, writes: { dkernel, dbias } },
    ]);
  }

  async dense(input: LinearInput): Promise<LinearOutput> {
    return this.#linear(input, ({ x, dx, y, dy, kernel, dkernel, bias, dbias }) => [
      { kind: 'dense', layer: LAYER, reads: { x, kernel, bias }, writes: { y }, relu: false },
      { kind: 'dense-bias-gradient', layer: LAYER, reads: { dy }, writes: { dbias } },
      { kind: 'dense-input-gradient', layer: LAYER, reads: { dy, kernel }, writes: { dx } },
      { kind: 'dense-kernel-gradient', layer: LAYER, reads: { x, dy }, writes: { dkernel } },
    ]);
  }

  async #linear(
    input: LinearInput,
    operationsOn: (
      values: Record<'x' | 'dx' | 'y' | 'dy' | 'kernel' | 'dkernel' | 'bias' | 'dbias', Value>,
    ) => readonly Operation[],
  ): Promise<LinearOutput> {
    const ofImages = images({ x: input.x, dx: input.x, y: input.dy, dy: input.dy });
    const { kernel, bias } = input;
    const values = { ...ofImages, ...arrays({ kernel, dkernel: kernel, bias, dbias: bias }) };
    const given: Given = [
      [values.x, input.x],
      [values.dy, input.dy],
      [values.kernel, kernel],
      [values.bias, bias],
    ];
    const { y, dx, dkernel, dbias } = values;
    return this.#once(operationsOn(values), input.x.shape[0] ?? 1, given, { y, dx, dkernel, dbias });
  }

  async weightStandardization(given: Tensor, dy: Tensor, epsilon: number) {
    const { kernel, standardized, gradient, dkernel, deviation } = arrays({
      ...{ kernel: given, standardized: given, gradient: given, dkernel: given },
      deviation: { shape: [given.shape.at(-1) ?? 1] },
    });
    const operations: Operation[] = [
      {
        ...{ kind: 'standardize', layer: LAYER, epsilon },
        ...{ reads: { kernel }, writes: { standardized, deviation } },
      },
      {
        ...{ kind: 'standardize-gradient', layer: LAYER, epsilon },
        ...{ reads: { gradient, standardized, deviation }, writes: { dkernel } },
      },
    ];
    const filled: Given = [
      [kernel, given],
      [gradient, dy],
    ];
    return this.#once(operations, 1, filled, { y: standardized, dkernel });
  }

  async scaledWeights(given: Tensor, gainGiven: Tensor, dy: Tensor) {
    const { kernel, gain, scaled, gradient, dkernel, dgain } = arrays({
      ...{ kernel: given, scaled: given, gradient: given, dkernel: given },
      ...{ gain: gainGiven, dgain: gainGiven },
    });
    const operations: Operation[] = [
      { kind: 'scale-weights', layer: LAYER, reads: { kernel, gain }, writes: { scaled } },
      {
        ...{ kind: 'scale-weights-gradient', layer: LAYER },
        ...{ reads: { gradient, kernel, gain }, writes: { dkernel, dgain } },
      },
    ];
    const filled: Given = [
      [kernel, given],
      [gain, gainGiven],
      [gradient, dy],
    ];
    return this.#once(operations, 1, filled, { y: scaled, dkernel, dgain });
  }

  async activation(activation: 'gelu' | 'silu', x: Tensor, dy: Tensor) {
    return this.#unary(x, dy, ({ x, dx, y, dy }) => [
      { kind: 'activation', layer: LAYER, activation, reads: { x }, writes: { y } },
      { kind: 'activation-gradient', layer: LAYER, activation, reads: { x, dy }, writes: { dx } },
    ]);
  }

  async maxPool(x: Tensor, dy: Tensor) {
    return this.#unary(x, dy, ({ x, dx, y, dy }) => {
      const argmax = perImage('argmax', y.shape, 'index');
      return [
        { kind: 'max-pool', layer: LAYER, reads: { x }, writes: { y, argmax } },
        { kind: 'max-pool-gradient', layer: LAYER, reads: { dy, argmax }, writes: { dx } },
      ];
    });
  }

  async globalAveragePool(x: Tensor, dy: Tensor) {
    return this.#unary(x, dy, ({ x, dx, y, dy }) => [
      { kind: 'global-average-pool', layer: LAYER, reads: { x }, writes: { y } },
      { kind: 'global-average-pool-gradient', layer: LAYER, reads: { dy }, writes: { dx } },
    ]);
  }

  async #unary(
    given: Tensor,
    dyGiven: Tensor,
    operationsOn: (values: Record<'x' | 'dx' | 'y' | 'dy', Value>) => readonly Operation[],
  ) {
    const values = images({ x: given, dx: given, y: dyGiven, dy: dyGiven });
    const { x, dx, y, dy } = values;
    const filled: Given = [
      [x, given],
      [dy, dyGiven],
    ];
    return this.#once(operationsOn(values), given.shape[0] ?? 1, filled, { y, dx });
  }

  async softmaxCrossEntropy(given: Tensor, labels: Uint8Array) {
    const { logits, dlogits } = images({ logits: given, dlogits: given });
    const operation: Operation = {
      ...{ kind: 'softmax-cross-entropy', layer: LAYER },
      reads: { logits, labels: LABELS, sums: SUMS, step: STEP },
      writes: { dlogits, sums: SUMS },
    };
    const trial = this.#open([operation], labels.length, [dlogits], NOTHING);
    trial.fill(logits, given.data);
    await trial.run({ labels });
    const output = { loss: (await trial.loss()) / labels.length, dlogits: await trial.read(dlogits) };
    trial.dispose();
    return output;
  }

  async optimize(optimizer: Optimizer, given: Float32Array, gradients: readonly Float32Array[]) {
    const shape = [given.length];
    const names = slotNames(optimizer);
    const slots = Object.fromEntries(names.map((name) => [name, state(`parameter/${name}`, shape)]));
    const operand = parameter('parameter', shape);
    const gradient = gradientOf(operand);
    const update: Operation = {
      ...{ kind: 'update', layer: LAYER, rule: optimizer, decays: optimizer.weightDecay !== undefined },
      reads: { parameter: operand, gradient, ...slots, learningRate: LEARNING_RATE, step: STEP },
      writes: { parameter: operand, ...slots },
    };
    const outliving = { trained: { parameter: given }, moving: {}, slots: names };
    const trial = this.#open([update], 1, [], outliving);
    const after: Float32Array[] = [];
    for (const [i, values] of gradients.entries()) {
      trial.fill(gradient, values);
      await trial.run({ optimizer, t: i + 1 });
      after.push(await trial.array('parameter'));
    }
    trial.dispose();
    return after;
  }

  /** Fills, runs, and reads what is wanted. */
  async #once<Name extends string>(
    operations: readonly Operation[],
    batch: number,
    given: Given,
    wanted: Record<Name, Value>,
  ): Promise<Record<Name, Float32Array>> {
    const trial = this.#open(operations, batch, Object.values<Value>(wanted), NOTHING);
    for (const [value, { data }] of given) trial.fill(value, data);
    await trial.run();
    const read: Partial<Record<Name, Float32Array>> = {};
    for (const name in wanted) read[name] = await trial.read(wanted[name]);
    trial.dispose();
    return read as Record<Name, Float32Array>;
  }
}

interface Compiling extends Engine {
  train(network: Network, parameters: Parameters): BatchTrainer;
}

/** @throws Error where the engine is not available: a conformance suite must not pass over it */
export function conformanceOf<Own extends Compiling>(
  opened: { readonly engine: Own } | NoEngine,
  openTrial: (engine: Own) => OpenTrial,
): ConformanceEngine {
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  const { engine } = opened;
  return {
    engine,
    ops: new ProgramOps(openTrial(engine)),
    createBatchTrainer: async (network, parameters) => engine.train(network, parameters),
    dispose: () => engine.dispose(),
  };
}
