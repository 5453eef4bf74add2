/**
 * A run's state on the device. Small parameters lie end to end in one flat vector, with the optimizer's slots
 * beside it in the same order, so that an update is three kernels for all of them and not for each (the reference
 * CNN with batch norm has 24 parameters, 22 of them small). Large ones (dense kernels) are vectors of their own,
 * which saves copying their gradients.
 */
import { concat, engine, keep, type Tensor } from '@tensorflow/tfjs-core';
import { type Network, sizeOf } from '../../network/layers.ts';
import {
  decays,
  type ParameterSpec,
  type Parameters,
  parameterSpecs,
  slotNames,
} from '../../network/parameters.ts';
import { reshape, slice } from './kernels/core.ts';
import { update } from './optimizers/registry.ts';

/** From this size on a parameter is a vector of its own. */
const LARGE = 1 << 17;

/** Trained parameters in one flat vector. */
interface Bucket {
  /** Whether weight decay shrinks them. */
  readonly decays: boolean;
  readonly specs: readonly ParameterSpec[];
  value: Tensor;
  slots: readonly Tensor[];
}

const upload = (values: Float32Array): Tensor =>
  keep(engine().makeTensor(values, [values.length], 'float32'));

function joined(names: readonly string[], parameters: Parameters): Float32Array {
  const parts = names.map((name) => {
    const part = parameters.get(name);
    if (!part) throw new Error(`the state has no ${name}`);
    return part;
  });
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

export class State {
  private readonly slotNames: readonly string[];
  private readonly buckets: Bucket[];
  private readonly moving: Map<string, Tensor>;
  private readonly names: readonly string[];

  constructor(
    private readonly network: Network,
    parameters: Parameters,
  ) {
    const specs = parameterSpecs(network);
    this.names = specs.map(({ name }) => name);
    this.slotNames = slotNames(network.optimizer);
    const trained = specs.filter(({ role }) => role === 'trained');
    const large = trained.filter(({ shape }) => sizeOf(shape) >= LARGE);
    const small = trained.filter((spec) => !large.includes(spec));
    const { weightDecay = 0 } = network.optimizer;
    const shrinks = ({ name }: ParameterSpec): boolean => weightDecay > 0 && decays(name);
    const [shrinking, others] = [small.filter(shrinks), small.filter((spec) => !shrinks(spec))];
    const vectors = [others, shrinking, ...large.map((spec) => [spec])].filter(({ length }) => length > 0);
    this.buckets = vectors.map((bucket) => {
      const names = bucket.map(({ name }) => name);
      const slots = this.slotNames.map((slot) => names.map((name) => `${name}/${slot}`));
      return {
        decays: bucket.some(shrinks),
        specs: bucket,
        value: upload(joined(names, parameters)),
        slots: slots.map((of) => upload(joined(of, parameters))),
      };
    });
    this.moving = new Map(
      specs
        .filter(({ role }) => role === 'moving')
        .map(({ name }) => [name, upload(joined([name], parameters))]),
    );
  }

  /** Trained parameters by name, in their shapes: views of the flat vectors, for the tidy that is under way. */
  views(): Map<string, Tensor> {
    const views = new Map<string, Tensor>();
    for (const { specs, value } of this.buckets) {
      let offset = 0;
      for (const { name, shape } of specs) {
        const size = sizeOf(shape);
        views.set(name, reshape(specs.length === 1 ? value : slice(value, offset, size), shape));
        offset += size;
      }
    }
    return views;
  }

  movingStatistic(name: string): Tensor {
    const statistic = this.moving.get(name);
    if (!statistic) throw new Error(`no moving statistic ${name}`);
    return statistic;
  }

  /** One update. Gradients may have any shape of the right size. */
  update(
    gradients: ReadonlyMap<string, Tensor>,
    moving: ReadonlyMap<string, Tensor>,
    t: number,
    learningRate = this.network.optimizer.learningRate,
  ): void {
    const { weightDecay = 0, ...rule } = this.network.optimizer;
    for (const bucket of this.buckets) {
      const flat = bucket.specs.map(({ name }) => {
        const gradient = gradients.get(name);
        if (!gradient) throw new Error(`no gradient for ${name}`);
        return reshape(gradient, [gradient.size]);
      });
      const [first] = flat;
      if (!first) continue;
      const gradient = flat.length === 1 ? first : concat(flat);
      const optimizer = { ...rule, learningRate, weightDecay: bucket.decays ? weightDecay : 0 };
      const { parameter, slots } = update(optimizer, bucket.value, gradient, bucket.slots, t);
      for (const old of [bucket.value, ...bucket.slots]) old.dispose();
      bucket.value = keep(parameter);
      bucket.slots = slots.map((slot) => keep(slot));
    }
    for (const [name, value] of moving) {
      this.movingStatistic(name).dispose();
      this.moving.set(name, keep(value));
    }
  }

  /** A copy of everything, in the order of parameterSpecs. */
  async read(): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    const split = async (specs: readonly ParameterSpec[], suffix: string, tensor: Tensor): Promise<void> => {
      const values = await tensor.data<'float32'>();
      let offset = 0;
      for (const { name, shape } of specs) {
        found.set(name + suffix, values.slice(offset, offset + sizeOf(shape)));
        offset += sizeOf(shape);
      }
    };
    await Promise.all([
      ...this.buckets.flatMap(({ specs, value, slots }) => [
        split(specs, '', value),
        ...slots.map((slot, i) => split(specs, `/${this.slotNames[i]}`, slot)),
      ]),
      ...[...this.moving].map(async ([name, tensor]) => {
        found.set(name, (await tensor.data<'float32'>()).slice());
      }),
    ]);
    return new Map(this.names.map((name) => [name, found.get(name) ?? new Float32Array()]));
  }

  dispose(): void {
    for (const { value, slots } of this.buckets) for (const tensor of [value, ...slots]) tensor.dispose();
    for (const tensor of this.moving.values()) tensor.dispose();
  }
}
