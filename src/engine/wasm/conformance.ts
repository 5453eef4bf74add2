/**
 * What this engine opens up for conformance tests: single operations, run as programs of their own through the same
 * lowering and kernels as training.
 */
import type { LayerNorm, Network, Optimizer } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type {
  BatchTrainer,
  ConformanceEngine,
  EngineOps,
  LinearInput,
  LinearOutput,
  NormInput,
  NormOutput,
  Tensor as Values,
} from '../conformance/engineOps.ts';
import type { Operation } from '../program/operation.ts';
import { activation, type Tensor, workspace } from '../program/tensor.ts';
import { Compiled, type Outside } from './compiled.ts';
import { openWasmEngine, type WasmEngine, type WasmEngineOptions } from './engine.ts';
import { Frame, optimizerNumber } from './frame.ts';
import { layoutAt } from './layout.ts';
import type { Run } from './lower.ts';

const LAYER = 'tested';

/** A tensor that keeps its memory from the first operation to the last, to be filled before and read after. */
const kept = (tensor: Tensor): Tensor => ({ ...tensor, buffer: { ...tensor.buffer, exclusive: true } });
const images = (values: Values, border = 0): Tensor => kept(activation(LAYER, values.shape.slice(1), border));
const array = (shape: readonly number[]): Tensor => {
  const once = shape.reduce((product, n) => product * n, 1);
  return kept({ ...workspace(LAYER, 0, once), shape });
};

const NOTHING: Outside = {
  parameter: (name) => {
    throw new Error(`${name}: a single operation has no parameters`);
  },
  gradient: (name) => {
    throw new Error(`${name}: a single operation has no parameters`);
  },
  slot: () => 0,
  runs: () => [],
  optimizer: 0,
};

/** One run of a few operations: filled, run, read. */
class Trial {
  readonly #engine: WasmEngine;
  readonly #frame: Frame;
  readonly #compiled: Compiled;
  readonly #batch: number;

  constructor(engine: WasmEngine, operations: readonly Operation[], batch: number, outside = NOTHING) {
    this.#engine = engine;
    this.#batch = batch;
    this.#frame = new Frame(engine.memory, batch, engine.threads.narrowTiles);
    const program = { load: [], operations, input: array([1]), kept: [] };
    const { memory, threads } = engine;
    this.#compiled = new Compiled(memory, program, batch, threads.count, this.#frame, outside);
  }

  fill(tensor: Tensor, values: Float32Array): this {
    this.#rows(tensor, (address, from, to) => this.#engine.memory.write(address, values.subarray(from, to)));
    return this;
  }

  setLabels(labels: Uint8Array): this {
    this.#engine.memory.words.set(labels, this.#frame.labels >>> 2);
    return this;
  }

  run(optimizer?: Optimizer, t = 1): this {
    this.#frame.begin(this.#batch, t);
    if (optimizer) this.#frame.setCoefficients(optimizer, t);
    this.#engine.threads.run(this.#compiled.start, this.#frame.address);
    return this;
  }

  read(tensor: Tensor): Float32Array {
    const parts: Float32Array[] = [];
    this.#rows(tensor, (address, from, to) => parts.push(this.#engine.memory.read(address, to - from)));
    return Float32Array.from(parts.flatMap((part) => [...part]));
  }

  loss(): number {
    return this.#frame.takeSums().lossSum / this.#batch;
  }

  dispose(): void {
    this.#compiled.dispose();
    this.#frame.dispose();
  }

  /** The rows of every image inside its border, or an array as one. */
  #rows(tensor: Tensor, visit: (address: number, from: number, to: number) => void): void {
    const address = this.#compiled.temporary(tensor);
    const { perImage, once } = tensor.buffer;
    if (perImage === 0) {
      visit(address, 0, once);
      return;
    }
    const { inner, image, row, height, width, channels } = layoutAt(tensor, address);
    const length = width * channels;
    for (let i = 0; i < this.#batch * height; i++) {
      const at = inner + Math.floor(i / height) * image + (i % height) * row;
      visit(at, i * length, (i + 1) * length);
    }
  }
}

class WasmOps implements EngineOps {
  readonly #engine: WasmEngine;

  constructor(engine: WasmEngine) {
    this.#engine = engine;
  }

  async norm(norm: LayerNorm, input: NormInput): Promise<NormOutput> {
    const { x: values, moving } = input;
    const channels = values.shape.at(-1) ?? 1;
    const [x, dy, y, dx, inferred] = [0, 0, 0, 0, 0].map(() => images(values)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const [gamma, beta, dgamma, dbeta, mean, variance] = [0, 0, 0, 0, 0, 0].map(() => array([channels])) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const statistic = () => kept(workspace(LAYER, channels, channels));
    const frozen = norm.kind === 'batch' && norm.frozen;
    const statistics = { mean: frozen ? mean : statistic(), inverseDeviation: statistic() };
    const common = { layer: LAYER, norm, relu: false };
    const inference = { ...common, kind: 'norm-inference', epsilon: norm.epsilon } as const;
    const fixed = { x, gamma, beta, mean, variance };
    const operations: Operation[] = [
      frozen
        ? { ...inference, reads: fixed, writes: { y, inverseDeviation: statistics.inverseDeviation } }
        : {
            ...{ ...common, kind: 'norm', reads: { x, gamma, beta } },
            writes: { y, ...statistics, work: workspace(LAYER, 2 * channels) },
            moving: moving ? { mean, variance } : undefined,
          },
      {
        ...{ ...common, kind: 'norm-gradient', reads: { x, dy, gamma, beta, ...statistics } },
        writes: { dx, dgamma, dbeta, work: workspace(LAYER, 2 * channels, 3 * channels) },
        masked: false,
      },
    ];
    if (moving) {
      operations.push({
        ...{ ...inference, reads: fixed },
        writes: { y: inferred, inverseDeviation: array([channels]) },
      });
    }
    const trial = new Trial(this.#engine, operations, values.shape[0] ?? 1);
    trial.fill(x, values.data).fill(dy, input.dy.data);
    trial.fill(gamma, input.gamma.data).fill(beta, input.beta.data);
    if (moving) trial.fill(mean, moving.mean.data).fill(variance, moving.variance.data);
    trial.run();
    const output = {
      ...{ y: trial.read(y), dx: trial.read(dx), dgamma: trial.read(dgamma), dbeta: trial.read(dbeta) },
      ...(moving
        ? {
            moving: {
              mean: trial.read(mean),
              variance: trial.read(variance),
              yInference: trial.read(inferred),
            },
          }
        : {}),
    };
    trial.dispose();
    return output;
  }

  async conv2d(input: LinearInput): Promise<LinearOutput> {
    const border = (input.kernel.shape[0] ?? 1) >> 1;
    const [x, dx] = [images(input.x, border), images(input.x)];
    const [y, dy] = [images(input.dy), images(input.dy, border)];
    const [kernel, dkernel] = [array(input.kernel.shape), array(input.kernel.shape)];
    const [bias, dbias] = [array(input.bias.shape), array(input.bias.shape)];
    return this.#linear(input, { x, dx, y, dy, kernel, dkernel, bias, dbias }, [
      { kind: 'conv2d', layer: LAYER, reads: { x, kernel, bias }, writes: { y }, relu: false },
      { kind: 'conv2d-input-gradient', layer: LAYER, reads: { dy, kernel }, writes: { dx } },
      { kind: 'conv2d-filter-gradient', layer: LAYER, reads: { x, dy }, writes: { dkernel, dbias } },
    ]);
  }

  async dense(input: LinearInput): Promise<LinearOutput> {
    const [x, dx, y, dy] = [images(input.x), images(input.x), images(input.dy), images(input.dy)];
    const [kernel, dkernel] = [array(input.kernel.shape), array(input.kernel.shape)];
    const [bias, dbias] = [array(input.bias.shape), array(input.bias.shape)];
    return this.#linear(input, { x, dx, y, dy, kernel, dkernel, bias, dbias }, [
      { kind: 'dense', layer: LAYER, reads: { x, kernel, bias }, writes: { y }, relu: false },
      { kind: 'dense-bias-gradient', layer: LAYER, reads: { dy }, writes: { dbias } },
      { kind: 'dense-input-gradient', layer: LAYER, reads: { dy, kernel }, writes: { dx } },
      { kind: 'dense-kernel-gradient', layer: LAYER, reads: { x, dy }, writes: { dkernel } },
    ]);
  }

  async #linear(
    input: LinearInput,
    tensors: Record<'x' | 'dx' | 'y' | 'dy' | 'kernel' | 'dkernel' | 'bias' | 'dbias', Tensor>,
    operations: readonly Operation[],
  ): Promise<LinearOutput> {
    const trial = new Trial(this.#engine, operations, input.x.shape[0] ?? 1);
    trial.fill(tensors.x, input.x.data).fill(tensors.dy, input.dy.data);
    trial.fill(tensors.kernel, input.kernel.data).fill(tensors.bias, input.bias.data);
    trial.run();
    const output = {
      y: trial.read(tensors.y),
      dx: trial.read(tensors.dx),
      dkernel: trial.read(tensors.dkernel),
      dbias: trial.read(tensors.dbias),
    };
    trial.dispose();
    return output;
  }

  async weightStandardization(values: Values, dy: Values, epsilon: number) {
    const [kernel, standardized, gradient, dkernel] = [0, 0, 0, 0].map(() => array(values.shape)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const deviation = array([values.shape.at(-1) ?? 1]);
    const trial = new Trial(
      this.#engine,
      [
        {
          ...{ kind: 'standardize', layer: LAYER, reads: { kernel }, epsilon },
          writes: { standardized, deviation },
        },
        {
          ...{ kind: 'standardize-gradient', layer: LAYER, epsilon },
          reads: { gradient, standardized, deviation },
          writes: { dkernel },
        },
      ],
      1,
    );
    trial.fill(kernel, values.data).fill(gradient, dy.data).run();
    const output = { y: trial.read(standardized), dkernel: trial.read(dkernel) };
    trial.dispose();
    return output;
  }

  async maxPool(values: Values, dyValues: Values) {
    const [x, dx, y, dy] = [images(values), images(values), images(dyValues), images(dyValues)];
    const argmax = kept(
      workspace(
        LAYER,
        dyValues.shape.slice(1).reduce((a, b) => a * b, 1),
        0,
        'uint8',
      ),
    );
    const trial = new Trial(
      this.#engine,
      [
        { kind: 'max-pool', layer: LAYER, reads: { x }, writes: { y, argmax } },
        { kind: 'max-pool-gradient', layer: LAYER, reads: { dy, argmax }, writes: { dx } },
      ],
      values.shape[0] ?? 1,
    );
    trial.fill(x, values.data).fill(dy, dyValues.data).run();
    const output = { y: trial.read(y), dx: trial.read(dx) };
    trial.dispose();
    return output;
  }

  async softmaxCrossEntropy(values: Values, labels: Uint8Array) {
    const [logits, dlogits] = [images(values), images(values)];
    const operation: Operation = {
      ...{ kind: 'softmax-cross-entropy', layer: LAYER },
      reads: { logits },
      writes: { dlogits },
    };
    const trial = new Trial(this.#engine, [operation], labels.length);
    trial.fill(logits, values.data).setLabels(labels).run();
    const output = { loss: trial.loss(), dlogits: trial.read(dlogits) };
    trial.dispose();
    return output;
  }

  async optimize(optimizer: Optimizer, parameter: Float32Array, gradients: readonly Float32Array[]) {
    const { memory } = this.#engine;
    const blocks = [0, 0, 0, 0].map(() => memory.allocateZeroed(parameter.byteLength + 64));
    const [parameters = 0, slope = 0, first = 0, second = 0] = blocks;
    const run: Run = {
      parameters,
      gradients: slope,
      slots: [first, second],
      count: parameter.length,
    };
    const outside = { ...NOTHING, runs: () => [run], optimizer: optimizerNumber(optimizer) };
    const update: Operation = { kind: 'update', layer: LAYER, reads: {}, writes: {}, parameters: [LAYER] };
    const trial = new Trial(this.#engine, [update], 1, outside);
    memory.write(parameters, parameter);
    const after = gradients.map((gradient, i) => {
      memory.write(slope, gradient);
      trial.run(optimizer, i + 1);
      return memory.read(parameters, parameter.length);
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
