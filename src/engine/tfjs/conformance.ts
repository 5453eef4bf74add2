/** The engine as the conformance suite sees it: the layers and optimizers of training, one at a time. */
import { type Tensor as TfTensor, engine as tfjs, tidy } from '@tensorflow/tfjs-core';
import { slotNames } from '../../network/parameters.ts';
import type {
  ConformanceEngine,
  EngineOps,
  LinearInput,
  LinearOutput,
  Tensor,
} from '../conformance/engineOps.ts';
import type { Device, Opened } from './devices/device.ts';
import { TfjsEngine } from './engine.ts';
import { smoothActivation } from './layers/activations.ts';
import { conv } from './layers/conv.ts';
import { dense } from './layers/dense.ts';
import type { LayerOp, Pass } from './layers/layer.ts';
import { globalPool, pool } from './layers/plain.ts';
import { norm } from './layers/registry.ts';
import { scaleWeights } from './layers/scaleWeights.ts';
import { standardize } from './layers/standardize.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { update } from './optimizers/registry.ts';

const upload = ({ data, shape }: Tensor): TfTensor => tfjs().makeTensor(data, [...shape], 'float32');

/** Uploads, computes, reads the named results and disposes of everything. */
async function compute<K extends string>(
  device: Device,
  work: () => Record<K, TfTensor>,
): Promise<Record<K, Float32Array>> {
  const results = device.run(() => tidy(work));
  const read = {} as Record<K, Float32Array>;
  for (const name of Object.keys(results) as K[]) {
    // Results may share one tensor's memory, so all are read before any is disposed of.
    read[name] = (await device.read(() => results[name].data<'float32'>())).slice();
  }
  for (const name of Object.keys(results) as K[]) results[name].dispose();
  return read;
}

const NONE = new Float32Array();

/** A pass over one layer, its parameters by the last part of their name. */
function passOver(parameters: Record<string, TfTensor>, statistics: Pass['statistics'] = 'minibatch') {
  const gradients: Record<string, TfTensor> = {};
  const moved: Record<string, TfTensor> = {};
  const named = (name: string): TfTensor => {
    const tensor = parameters[name.slice(name.lastIndexOf('/') + 1)];
    if (!tensor) throw new Error(`the case has no ${name}`);
    return tensor;
  };
  const pass: Pass = {
    statistics,
    dropoutStep: undefined,
    step: undefined,
    parameter: named,
    moving: named,
    setGradient: (name, gradient) => {
      gradients[name.slice(name.lastIndexOf('/') + 1)] = gradient;
    },
    setMoving: (name, value) => {
      moved[name.slice(name.lastIndexOf('/') + 1)] = value;
    },
  };
  return { pass, gradients, moved };
}

const found = (tensor: TfTensor | undefined): TfTensor => {
  if (!tensor) throw new Error('a layer set no gradient');
  return tensor;
};

export class TfjsOps implements EngineOps {
  constructor(private readonly device: Device) {}

  async norm(kind: Parameters<EngineOps['norm']>[0], input: Parameters<EngineOps['norm']>[1]) {
    const { parameters, moving } = input;
    const op = norm({ name: 'norm', norm: kind });
    const names = { gradients: Object.keys(parameters), after: Object.keys(moving ?? {}) };
    const got: Record<string, Float32Array> = await compute<string>(this.device, () => {
      const x = upload(input.x);
      const given = Object.fromEntries(
        Object.entries({ ...parameters, ...moving }).map(([name, tensor]) => [name, upload(tensor)]),
      );
      const { pass, gradients, moved } = passOver(given);
      const { y, backward } = op(x, pass, x);
      const dx = found(backward(upload(input.dy), true));
      const after = { ...given, ...moved };
      return {
        ...{ y, dx },
        yInference: moving ? op(x, passOver(after, 'moving').pass, x).y : y,
        ...Object.fromEntries(names.gradients.map((name) => [`gradient ${name}`, found(gradients[name])])),
        ...Object.fromEntries(names.after.map((name) => [`after ${name}`, found(after[name])])),
      };
    });
    const { y = NONE, dx = NONE, yInference = NONE } = got;
    const named = (kind: keyof typeof names, prefix: string) =>
      Object.fromEntries(names[kind].map((name) => [name, got[`${prefix} ${name}`] ?? NONE]));
    return {
      ...{ y, dx, gradients: named('gradients', 'gradient') },
      ...(moving && { moving: { after: named('after', 'after'), yInference } }),
    };
  }

  private linear(op: LayerOp, input: LinearInput): Promise<LinearOutput> {
    return compute(this.device, () => {
      const { pass, gradients } = passOver({ kernel: upload(input.kernel), bias: upload(input.bias) });
      const x = upload(input.x);
      const { y, backward } = op(x, pass, x);
      const dx = found(backward(upload(input.dy), true));
      return { y, dx, dkernel: found(gradients.kernel), dbias: found(gradients.bias) };
    });
  }

  conv2d(input: LinearInput): Promise<LinearOutput> {
    return this.linear(conv({ name: 'conv', weights: 'plain', stride: input.stride ?? 1 }, 'linear'), input);
  }

  dense(input: LinearInput): Promise<LinearOutput> {
    return this.linear(dense({ name: 'dense' }, 'linear'), input);
  }

  weightStandardization(kernel: Tensor, dy: Tensor, epsilon: number) {
    return compute(this.device, () => {
      const { y, backward } = standardize(upload(kernel), epsilon);
      return { y, dkernel: backward(upload(dy)) };
    });
  }

  scaledWeights(kernel: Tensor, gain: Tensor, dy: Tensor) {
    return compute(this.device, () => {
      const { y, backward } = scaleWeights(upload(kernel), upload(gain));
      return { y, ...backward(upload(dy)) };
    });
  }

  private unary(op: LayerOp, x: Tensor, dy: Tensor) {
    return compute(this.device, () => {
      const given = upload(x);
      const { y, backward } = op(given, passOver({}).pass, given);
      return { y, dx: found(backward(upload(dy), true)) };
    });
  }

  activation(activation: 'gelu' | 'silu', x: Tensor, dy: Tensor) {
    return this.unary(smoothActivation(activation), x, dy);
  }

  maxPool(x: Tensor, dy: Tensor) {
    return this.unary(pool, x, dy);
  }

  globalAveragePool(x: Tensor, dy: Tensor) {
    return this.unary(globalPool, x, dy);
  }

  async softmaxCrossEntropy(logits: Tensor, labels: Uint8Array) {
    const { sums, dlogits } = await compute(this.device, () => {
      const on = upload({ data: Float32Array.from(labels), shape: [labels.length] });
      const loss = softmaxCrossEntropy(upload(logits), on);
      return { sums: loss.sums, dlogits: loss.gradient() };
    });
    return { loss: (sums[0] ?? Number.NaN) / labels.length, dlogits };
  }

  async optimize(...[optimizer, parameter, gradients]: Parameters<EngineOps['optimize']>) {
    const shape = [parameter.length];
    const after = await compute(this.device, () => {
      let value = upload({ data: parameter, shape });
      let slots = slotNames(optimizer).map(() => upload({ data: new Float32Array(parameter.length), shape }));
      const values: Record<string, TfTensor> = {};
      for (const [i, data] of gradients.entries()) {
        const updated = update(optimizer, value, upload({ data, shape }), slots, i + 1);
        value = updated.parameter;
        slots = [...updated.slots];
        values[i] = value;
      }
      return values;
    });
    return gradients.map((_, i) => after[i] ?? new Float32Array());
  }
}

export function tfjsConformance(opened: Opened): ConformanceEngine {
  const engine = new TfjsEngine(opened);
  return {
    engine,
    ops: new TfjsOps(engine.device),
    createBatchTrainer: (network, parameters) => engine.createTrainer(network, parameters, 'golden'),
    dispose: () => engine.dispose(),
  };
}
