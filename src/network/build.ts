/** From an architecture's plan and an experiment's choices to layers with shapes. */
import type { DataSpec } from '../spec/dataSpec.ts';
import {
  type Activation,
  type Experiment,
  type Norm,
  type NormPosition,
  OWN,
  type Weights,
} from '../spec/experiment.ts';
import { FIELDS } from '../spec/fields.ts';
import type { LayerPlan } from '../spec/networks/layerPlan.ts';
import { hasProjection } from '../spec/networks/measure.ts';
import { plansOf } from '../spec/networks/networks.ts';
import { kindOnUnits, normNamed } from '../spec/norms/norms.ts';
import {
  INPUT,
  type Layer,
  type LayerNorm,
  type Network,
  type NormLayer,
  type Optimizer,
  type Shape,
  sizeOf,
} from './layers.ts';

/** The largest divisor of `channels` that is not above `groups`. */
export function effectiveGroups(channels: number, groups: number): number {
  let divisor = Math.min(groups, channels);
  while (channels % divisor !== 0) divisor--;
  return divisor;
}

/** What an experiment says of its norm beside its name and its groups. */
export interface NormChoices {
  /** Whether training normalizes with moving statistics and leaves them as they are; false if not given. */
  readonly frozen?: boolean;
  /** Whether it normalizes with moving statistics that follow the minibatch first; false if not given. */
  readonly estimated?: boolean;
  /** The field's default if not given. */
  readonly momentum?: number;
  /** The norm's own if not given. */
  readonly eps?: Experiment['eps'];
}

/** What the chosen norm does on a layer's output; undefined for `none`. */
export function resolveNorm(
  norm: Norm,
  groups: number,
  shape: Shape,
  { frozen = false, estimated = false, momentum = FIELDS.momentum.default, eps = OWN }: NormChoices = {},
): LayerNorm | undefined {
  if (norm === 'none') return undefined;
  const kind = shape.length === 1 ? kindOnUnits(norm) : norm;
  const { epsilon, estimates = false, limits, moving, settings } = normNamed(kind);
  return {
    kind,
    epsilon: eps === OWN || !settings.includes('eps') ? epsilon : eps,
    ...(moving.length > 0 && { momentum, frozen }),
    ...(estimated && estimates && { estimated }),
    ...(limits && { limits }),
    ...(settings.includes('groups') && { groups: effectiveGroups(shape.at(-1) ?? 1, groups) }),
  };
}

export interface NetworkChoices extends NormChoices {
  readonly norm: Norm;
  readonly groups: number;
  readonly weights: Weights;
  readonly position: NormPosition;
  readonly dropout: boolean;
  /** 'relu' if not given. */
  readonly activation?: Activation;
  /** Whether the last norm of a residual branch starts with gamma 0; false if not given. */
  readonly zeroGamma?: boolean;
}

/**
 * Lays out blocks as layers; every convolution and hidden dense layer is followed by an activation and the norm, or by the norm
 * alone where that brings an activation of its own. In a residual block a norm alone follows the convolutions that the
 * sum reads, and the activation follows that.
 */
export function layOut(
  input: Shape,
  blocks: readonly LayerPlan[],
  classes: number,
  choices: NetworkChoices,
): Layer[] {
  const layers: Layer[] = [];
  const count = { conv: 0, dense: 0, norm: 0, pool: 0, dropout: 0, relu: 0, gelu: 0, silu: 0, add: 0 };
  const { activation = 'relu' } = choices;
  let shape = input;
  /** What the next layer reads. */
  let reads: readonly [string] = [INPUT];
  const append = (layer: Layer): void => {
    layers.push(layer);
    shape = layer.output;
    reads = [layer.name];
  };
  const flatten = (): void => {
    const output = [sizeOf(shape)];
    if (shape.length > 1) append({ kind: 'flatten', name: 'flatten', reads, input: shape, output });
  };
  const addDense = (units: number): void => {
    flatten();
    append({ kind: 'dense', name: `dense${++count.dense}`, reads, input: shape, output: [units] });
  };
  const addNorm = (options: Pick<NormLayer, 'zeroGamma'> = {}): void => {
    const norm = resolveNorm(choices.norm, choices.groups, shape, choices);
    if (!norm) return;
    const name = `norm${++count.norm}`;
    append({ kind: 'norm', name, norm, ...options, reads, input: shape, output: shape });
  };
  const addActivation = (): void => {
    const name = `${activation}${++count[activation]}`;
    append({ kind: activation, name, reads, input: shape, output: shape });
  };
  const activate = (): void => {
    const steps = normNamed(choices.norm)?.activates ? [() => addNorm()] : [addActivation, () => addNorm()];
    if (choices.position === 'before-activation') steps.reverse();
    for (const step of steps) step();
  };
  const addConv = (filters: number, kernelSize: number, stride: number): void => {
    const [height = 1, width = 1] = shape;
    const output = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
    const name = `conv${++count.conv}`;
    const { weights } = choices;
    append({ kind: 'conv2d', name, reads, kernelSize, stride, weights, input: shape, output });
  };
  const addResidual = (plan: Extract<LayerPlan, { filters: number }>): void => {
    const { filters, kernelSize, stride } = plan;
    const from = { shape, reads };
    addConv(filters, kernelSize, stride);
    activate();
    addConv(filters, kernelSize, 1);
    addNorm(choices.zeroGamma ? { zeroGamma: true } : {});
    const [main] = reads;
    ({ shape, reads } = from);
    if (hasProjection(plan, shape.at(-1) ?? 1)) {
      addConv(filters, 1, stride);
      addNorm();
    }
    const name = `add${++count.add}`;
    append({ kind: 'add', name, reads: [main, ...reads], input: shape, output: shape });
    addActivation();
  };
  for (const block of blocks) {
    switch (block.kind) {
      case 'conv':
        addConv(block.filters, block.kernelSize, block.stride);
        activate();
        break;
      case 'residual':
        addResidual(block);
        break;
      case 'pool': {
        const [height = 1, width = 1, channels = 1] = shape;
        const output = [height >> 1, width >> 1, channels];
        append({ kind: 'max-pool', name: `pool${++count.pool}`, reads, input: shape, output });
        break;
      }
      case 'gap':
        append({
          kind: 'global-average-pool',
          name: 'gap',
          reads,
          input: shape,
          output: [shape.at(-1) ?? 1],
        });
        break;
      case 'dropout': {
        const name = `dropout${++count.dropout}`;
        const { rate } = block;
        if (choices.dropout) append({ kind: 'dropout', name, rate, reads, input: shape, output: shape });
        break;
      }
      case 'dense':
        addDense(block.units);
        activate();
        break;
      default:
        block satisfies never;
    }
  }
  addDense(classes);
  return layers;
}

/** Hyper-parameters are those of Keras 2.2, which the original study used. */
export function optimizerOf({
  optimizer,
  lr: learningRate,
  decay = 0,
}: Pick<Experiment, 'optimizer' | 'lr'> & Partial<Pick<Experiment, 'decay'>>): Optimizer {
  const common = { learningRate, ...(decay > 0 && { weightDecay: decay }) };
  switch (optimizer) {
    case 'adam':
      return { name: 'adam', ...common, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    case 'sgd':
      return { name: 'sgd', ...common, momentum: 0 };
    case 'momentum':
      return { name: 'sgd', ...common, momentum: 0.9 };
    case 'rmsprop':
      return { name: 'rmsprop', ...common, decay: 0.9, epsilon: 1e-7 };
    default:
      return optimizer satisfies never;
  }
}

/** What an experiment says of the layers of its network, whatever they are. */
export const choicesOf = (experiment: Experiment): NetworkChoices => ({
  norm: experiment.norm,
  groups: experiment.groups,
  weights: experiment.weights,
  position: experiment.position,
  frozen: experiment.stats === 'moving',
  estimated: experiment.stats === 'estimated',
  momentum: experiment.momentum,
  eps: experiment.eps,
  dropout: experiment.dropout === 'on',
  activation: experiment.activation,
  zeroGamma: experiment.zeroGamma === 'on',
});

/** The network that an experiment trains on images and classes like these. */
export function buildNetwork(
  experiment: Experiment,
  { shape: input, classes: { length: classes } }: Pick<DataSpec, 'shape' | 'classes'>,
): Network {
  const layers = layOut(input, plansOf(experiment.network), classes, choicesOf(experiment));
  const { init, seed } = experiment;
  return { input, classes, layers, optimizer: optimizerOf(experiment), init, seed };
}
