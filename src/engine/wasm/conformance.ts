/**
 * What this engine opens up for conformance tests: single operations, run as programs of their own through the same
 * lowering and kernels as training.
 */
import type { LayerNorm, Network, Optimizer } from '../../network/layers.ts';
import { type Parameters, slotNames } from '../../network/parameters.ts';
import type {
  ConformanceEngine,
  EngineOps,
  LinearInput,
  LinearOutput,
  NormInput,
  NormOutput,
  Tensor,
} from '../conformance/engineOps.ts';
import type { BatchTrainer } from '../engine.ts';
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
import { Compiled, type Outside } from './compiled.ts';
import { openWasmEngine, type WasmEngine, type WasmEngineOptions } from './engine.ts';
import { MARGIN, Margins, planApart } from './margins.ts';

const LAYER = 'tested';

const NOTHING: Outside = {
  address: (name) => {
    throw new Error(`${name}: a single operation has no parameters`);
  },
  gradient: (name) => {
    throw new Error(`${name}: a single operation has no parameters`);
  },
};

const GRADIENT = 'gradient';

/** What outlives an operation: arrays by name, held to their bounds. */
class Arrays implements Outside {
  readonly #memory: WasmEngine['memory'];
  readonly #blocks: ReadonlyMap<string, { readonly block: number; readonly length: number }>;
  readonly #margins: Margins;

  constructor(memory: WasmEngine['memory'], values: ReadonlyMap<string, Float32Array>) {
    this.#memory = memory;
    this.#blocks = new Map(
      [...values].map(([name, { byteLength, length }]) => [
        name,
        { block: memory.allocateZeroed(MARGIN + byteLength + MARGIN), length },
      ]),
    );
    this.#margins = new Margins(
      memory,
      [...values].map(([name, { byteLength }]) => {
        const from = this.address(name);
        return [name, { from, to: from + byteLength }];
      }),
    );
    for (const [name, array] of values) this.write(name, array);
  }

  address(name: string): number {
    const found = this.#blocks.get(name);
    if (!found) throw new Error(`there is no ${name}`);
    return found.block + MARGIN;
  }

  gradient(): number {
    return this.address(GRADIENT);
  }

  write(name: string, values: Float32Array): void {
    this.#memory.write(this.address(name), values);
  }

  read(name: string): Float32Array {
    return this.#memory.read(this.address(name), this.#blocks.get(name)?.length ?? 0);
  }

  check(): void {
    this.#margins.check();
  }

  dispose(): void {
    for (const { block } of this.#blocks.values()) this.#memory.release(block);
  }
}

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

/** One run of a few operations: filled, run, read. What they write is held to its bounds. */
class Trial {
  readonly #memory: WasmEngine['memory'];
  readonly #compiled: Compiled;
  readonly #margins: Margins;
  readonly #batch: number;

  /** @param seen temporaries to be read at the end @param four as Compiled's */
  constructor(
    { memory, threads }: WasmEngine,
    operations: readonly Operation[],
    batch: number,
    seen: readonly Value[],
    outside = NOTHING,
    four?: boolean,
  ) {
    this.#memory = memory;
    this.#batch = batch;
    const program = { load: [], operations, input: single('input', [1]), kept: seen };
    this.#compiled = new Compiled(memory, threads, program, batch, outside, planApart, four);
    this.#margins = new Margins(memory, this.#compiled.buffers);
  }

  fill(value: Value, { data }: Pick<Tensor, 'data'>): this {
    this.#compiled.write(value, data, this.#batch);
    return this;
  }

  setLabels(labels: Uint8Array): this {
    this.#memory.words.set(labels, this.#compiled.frame.labels >>> 2);
    return this;
  }

  run(optimizer?: Optimizer, t = 1): this {
    if (optimizer) this.#compiled.frame.setCoefficients(optimizer, t);
    this.#compiled.run(this.#batch, t);
    this.#margins.check();
    return this;
  }

  read(value: Value): Float32Array {
    return this.#compiled.read(value, this.#batch);
  }

  loss(): number {
    return this.#compiled.frame.takeSums().lossSum / this.#batch;
  }

  dispose(): void {
    this.#compiled.dispose();
  }
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

class WasmOps implements EngineOps {
  readonly #engine: WasmEngine;
  readonly #four: boolean | undefined;

  constructor(engine: WasmEngine, four: boolean | undefined) {
    this.#engine = engine;
    this.#four = four;
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
    const dx = gradientOf(x);
    const gradients = new Map(
      Object.keys(input.parameters).map((name) => [name, back.gradients.get(`${LAYER}/${name}`)]),
    );
    const seen = [y, dx, ...gradients.values(), ...(input.moving ? [inferred] : [])];
    const given = { ...input.parameters, ...input.moving };
    const state = new Arrays(
      this.#engine.memory,
      new Map(Object.entries(given).map(([name, { data }]) => [`${LAYER}/${name}`, data])),
    );
    const trial = new Trial(
      this.#engine,
      operations,
      input.x.shape[0] ?? 1,
      seen.filter((value) => value !== undefined),
      state,
    );
    trial.fill(x, input.x).fill(dy, input.dy).run();
    state.check();
    const moved = Object.keys(input.moving ?? {}).map((name) => [name, state.read(`${LAYER}/${name}`)]);
    const output = {
      ...{ y: trial.read(y), dx: trial.read(dx) },
      gradients: Object.fromEntries(
        [...gradients].map(([name, value]) => [name, value ? trial.read(value) : new Float32Array()]),
      ),
      ...(input.moving && { moving: { after: Object.fromEntries(moved), yInference: trial.read(inferred) } }),
    };
    trial.dispose();
    state.dispose();
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
    const seen = [values.y, values.dx, values.dkernel, values.dbias];
    const count = input.x.shape[0] ?? 1;
    const trial = new Trial(this.#engine, operationsOn(values), count, seen, NOTHING, this.#four);
    trial.fill(values.x, input.x).fill(values.dy, input.dy);
    trial.fill(values.kernel, input.kernel).fill(values.bias, input.bias).run();
    const [y, dx, dkernel, dbias] = seen.map((value) => trial.read(value)) as [
      ...[Float32Array, Float32Array, Float32Array, Float32Array],
    ];
    trial.dispose();
    return { y, dx, dkernel, dbias };
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
    const trial = new Trial(this.#engine, operations, 1, [standardized, dkernel]);
    trial.fill(kernel, given).fill(gradient, dy).run();
    const output = { y: trial.read(standardized), dkernel: trial.read(dkernel) };
    trial.dispose();
    return output;
  }

  async activation(activation: 'gelu' | 'silu', x: Tensor, dy: Tensor) {
    return this.#unary(x, dy, ({ x, dx, y, dy }) => [
      { kind: 'activation', layer: LAYER, activation, reads: { x }, writes: { y } },
      { kind: 'activation-gradient', layer: LAYER, activation, reads: { x, dy }, writes: { dx } },
    ]);
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
    const trial = new Trial(this.#engine, operations, 1, [scaled, dkernel, dgain]);
    trial.fill(kernel, given).fill(gain, gainGiven).fill(gradient, dy).run();
    const output = { y: trial.read(scaled), dkernel: trial.read(dkernel), dgain: trial.read(dgain) };
    trial.dispose();
    return output;
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
    const operations = operationsOn(values);
    const trial = new Trial(this.#engine, operations, given.shape[0] ?? 1, [y, dx]);
    trial.fill(x, given).fill(dy, dyGiven).run();
    const output = { y: trial.read(y), dx: trial.read(dx) };
    trial.dispose();
    return output;
  }

  async softmaxCrossEntropy(given: Tensor, labels: Uint8Array) {
    const { logits, dlogits } = images({ logits: given, dlogits: given });
    const operation: Operation = {
      ...{ kind: 'softmax-cross-entropy', layer: LAYER },
      reads: { logits, labels: LABELS, sums: SUMS, step: STEP },
      writes: { dlogits, sums: SUMS },
    };
    const trial = new Trial(this.#engine, [operation], labels.length, [dlogits]);
    trial.fill(logits, given).setLabels(labels).run();
    const output = { loss: trial.loss(), dlogits: trial.read(dlogits) };
    trial.dispose();
    return output;
  }

  async optimize(optimizer: Optimizer, given: Float32Array, gradients: readonly Float32Array[]) {
    const shape = [given.length];
    const slots = Object.fromEntries(slotNames(optimizer).map((name) => [name, state(name, shape)]));
    const zeros = Object.keys(slots).map((name) => [name, new Float32Array(given.length)] as const);
    const arrays = new Arrays(
      this.#engine.memory,
      new Map([['parameter', given], [GRADIENT, new Float32Array(given.length)], ...zeros]),
    );
    const operand = parameter('parameter', shape);
    const update: Operation = {
      ...{ kind: 'update', layer: LAYER, rule: optimizer, decays: optimizer.weightDecay !== undefined },
      reads: {
        ...{ parameter: operand, gradient: single('gradient', shape), ...slots },
        ...{ learningRate: LEARNING_RATE, step: STEP },
      },
      writes: { parameter: operand, ...slots },
    };
    const trial = new Trial(this.#engine, [update], 1, [], arrays);
    const after = gradients.map((gradient, i) => {
      arrays.write(GRADIENT, gradient);
      trial.run(optimizer, i + 1);
      arrays.check();
      return arrays.read('parameter');
    });
    trial.dispose();
    arrays.dispose();
    return after;
  }
}

class WasmConformance implements ConformanceEngine {
  readonly engine: WasmEngine;
  readonly ops: EngineOps;

  constructor(engine: WasmEngine, four: boolean | undefined) {
    this.engine = engine;
    this.ops = new WasmOps(engine, four);
  }

  async createBatchTrainer(network: Network, parameters: Parameters): Promise<BatchTrainer> {
    return this.engine.train(network, parameters);
  }

  dispose(): void {
    this.engine.dispose();
  }
}

/**
 * @param four whether a convolution by itself goes in Winograd's windows of side 4, as those of residual networks do
 * @throws when the engine is not available: a conformance suite must not pass over it
 */
export async function createWasmConformance(
  options: WasmEngineOptions = {},
  four?: boolean,
): Promise<ConformanceEngine> {
  const result = await openWasmEngine(options);
  if ('unavailable' in result) throw new Error(result.unavailable);
  return new WasmConformance(result.engine, four);
}
