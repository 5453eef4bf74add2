/**
 * What this engine opens up for conformance tests: single operations, run as programs of their own through the same
 * lowering and kernels as training.
 */
import type { LayerNorm, Network, Optimizer } from '../../network/layers.ts';
import { descriptionOf, setsPerImage, usesMoving } from '../../network/norms.ts';
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
import { type Operation, operandsOf } from '../program/operation.ts';
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

/** One run of a few operations: filled, run, read. What they write is held to its bounds. */
class Trial {
  readonly #memory: WasmEngine['memory'];
  readonly #compiled: Compiled;
  readonly #margins: Margins;
  readonly #batch: number;

  /** @param seen temporaries to be read at the end */
  constructor(
    { memory, threads }: WasmEngine,
    operations: readonly Operation[],
    batch: number,
    seen: readonly Value[],
    outside = NOTHING,
  ) {
    this.#memory = memory;
    this.#batch = batch;
    const program = { load: [], operations, input: single('input', [1]), kept: seen };
    this.#compiled = new Compiled(memory, threads, program, batch, outside, planApart);
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

  constructor(engine: WasmEngine) {
    this.#engine = engine;
  }

  async norm(norm: LayerNorm, input: NormInput): Promise<NormOutput> {
    const { x, dy, y, dx, inferred } = images({
      ...{ x: input.x, dy: input.dy, y: input.x, dx: input.x, inferred: input.x },
    });
    const { statistics } = descriptionOf(norm);
    const trained = arrays(input.parameters);
    const gradients = Object.fromEntries(
      Object.entries(input.parameters).map(([name, { shape }]) => [`d${name}`, single(`d${name}`, shape)]),
    );
    const moving = arrays(input.moving ?? {});
    const statistic = (name: string): Value =>
      statistics?.images === 'all'
        ? single(name, input.x.shape.slice(-1))
        : perImage(name, [setsPerImage(norm, input.x.shape.slice(1))]);
    const fixed = usesMoving(norm, 'minibatch');
    const kept: Record<string, Value> = statistics ? { inverseDeviation: statistic('inverseDeviation') } : {};
    const mean: Record<string, Value> = statistics ? { mean: statistic('mean') } : {};
    const common = { layer: LAYER, norm, relu: false };
    const inference = { ...common, kind: 'norm-inference', reads: { x, ...trained, ...moving } } as const;
    const used = fixed ? operandsOf(moving, 'movingMean').movingMean : undefined;
    const operations: Operation[] = [
      fixed
        ? { ...inference, writes: { y, ...kept } }
        : {
            ...{ ...common, kind: 'norm', reads: { x, ...trained, ...moving } },
            writes: { y, ...mean, ...kept, ...moving },
          },
      {
        ...{ ...common, kind: 'norm-gradient', masked: false, fixed },
        reads: { x, dy, ...trained, ...(used ? { mean: used } : mean), ...kept },
        writes: { dx, ...gradients },
      },
    ];
    if (input.moving) {
      const writes = { y: inferred, ...(statistics && { inverseDeviation: statistic('last') }) };
      operations.push({ ...inference, layer: 'after', writes });
    }
    const seen = [y, dx, ...Object.values(gradients), ...Object.values(moving)];
    if (input.moving) seen.push(inferred);
    const trial = new Trial(this.#engine, operations, input.x.shape[0] ?? 1, seen);
    trial.fill(x, input.x).fill(dy, input.dy);
    for (const [name, tensor] of Object.entries({ ...input.parameters, ...input.moving }))
      trial.fill(single(name, tensor.shape), tensor);
    trial.run();
    const read = (value: Value): Float32Array => trial.read(value);
    const output = {
      ...{ y: read(y), dx: read(dx) },
      gradients: Object.fromEntries(
        Object.keys(trained).map((name) => [name, read(single(`d${name}`, trained[name]?.shape ?? []))]),
      ),
      ...(input.moving && {
        moving: {
          after: Object.fromEntries(Object.entries(moving).map(([name, value]) => [name, read(value)])),
          yInference: read(inferred),
        },
      }),
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
    const seen = [values.y, values.dx, values.dkernel, values.dbias];
    const trial = new Trial(this.#engine, operationsOn(values), input.x.shape[0] ?? 1, seen);
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
    const { memory } = this.#engine;
    const shape = [given.length];
    const slots = Object.fromEntries(slotNames(optimizer).map((name) => [name, state(name, shape)]));
    const names = ['parameter', 'gradient', ...Object.keys(slots)];
    const blocks = names.map(() => memory.allocateZeroed(MARGIN + given.byteLength + MARGIN));
    const addressOf = (name: string): number => (blocks[names.indexOf(name)] ?? 0) + MARGIN;
    const margins = new Margins(
      memory,
      names.map((name) => {
        const from = addressOf(name);
        return [name, { from, to: from + given.byteLength }];
      }),
    );
    const outside: Outside = { address: addressOf, gradient: () => addressOf('gradient') };
    const operand = parameter('parameter', shape);
    const update: Operation = {
      ...{ kind: 'update', layer: LAYER, rule: optimizer, decays: optimizer.weightDecay !== undefined },
      reads: {
        ...{ parameter: operand, gradient: single('gradient', shape), ...slots },
        ...{ learningRate: LEARNING_RATE, step: STEP },
      },
      writes: { parameter: operand, ...slots },
    };
    const trial = new Trial(this.#engine, [update], 1, [], outside);
    memory.write(addressOf('parameter'), given);
    const after = gradients.map((gradient, i) => {
      memory.write(addressOf('gradient'), gradient);
      trial.run(optimizer, i + 1);
      margins.check();
      return memory.read(addressOf('parameter'), given.length);
    });
    trial.dispose();
    for (const block of blocks) memory.release(block);
    return after;
  }
}

class WasmConformance implements ConformanceEngine {
  readonly engine: WasmEngine;
  readonly ops: EngineOps;

  constructor(engine: WasmEngine) {
    this.engine = engine;
    this.ops = new WasmOps(engine);
  }

  async createBatchTrainer(network: Network, parameters: Parameters): Promise<BatchTrainer> {
    return this.engine.train(network, parameters);
  }

  dispose(): void {
    this.engine.dispose();
  }
}

/** @throws when the engine is not available: a conformance suite must not pass over it */
export async function createWasmConformance(options: WasmEngineOptions = {}): Promise<ConformanceEngine> {
  const result = await openWasmEngine(options);
  if ('unavailable' in result) throw new Error(result.unavailable);
  return new WasmConformance(result.engine);
}
