/**
 * The named arrays that make up a run's state, in one documented order, so that a run can start on one engine
 * and go on on another:
 *
 * 1. layer by layer: kernel, bias (conv2d, dense), gain (conv2d with scaled weights); a norm's parameters (gamma, beta), then what it
 *    moves without a gradient (of batch norm movingMean, movingVariance);
 * 2. then, for every trained parameter in that order, the optimizer's slots: `velocity` (SGD with momentum),
 *    `m` then `v` (Adam), `meanSquare` (RMSprop), named 'conv1/kernel/m'.
 */
import type { Initializer } from '../spec/experiment.ts';
import { initialKernel } from './initial.ts';
import { type Layer, type Network, type Shape, sizeOf, type UpdateRule } from './layers.ts';
import { descriptionOf, type NormArray, normArrayShape } from './norms.ts';

export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  /** `trained` by the optimizer, `moving` statistics of a norm, or a `slot` of the optimizer. */
  readonly role: 'trained' | 'moving' | 'slot';
  readonly initial: { readonly kind: 'constant'; readonly value: number } | { readonly kind: Initializer };
}

/** Values by name; every name of `parameterSpecs`, each of its spec's size. */
export type Parameters = ReadonlyMap<string, Float32Array>;

const constant = (value: number) => ({ kind: 'constant', value }) as const;

function layerParameters(layer: Layer, init: Initializer): ParameterSpec[] {
  const channels = layer.output.at(-1) ?? 1;
  const named = (
    suffix: string,
    shape: Shape,
    initial: ParameterSpec['initial'],
    role: ParameterSpec['role'] = 'trained',
  ) => ({
    name: `${layer.name}/${suffix}`,
    shape,
    role,
    initial,
  });
  const bias = named('bias', [channels], constant(0));
  switch (layer.kind) {
    case 'conv2d': {
      const shape = [layer.kernelSize, layer.kernelSize, layer.input.at(-1) ?? 1, channels];
      const gain = layer.weights === 'scaled' ? [named('gain', [channels], constant(1))] : [];
      return [named('kernel', shape, { kind: init }), bias, ...gain];
    }
    case 'dense':
      return [named('kernel', [sizeOf(layer.input), channels], { kind: init }), bias];
    case 'norm': {
      const { parameters, moving } = descriptionOf(layer.norm);
      const zeroed = zeroedGamma(layer);
      const array = (role: ParameterSpec['role']) => (of: NormArray) => {
        const initial = constant(of.name === zeroed ? 0 : of.initial);
        return named(of.name, normArrayShape(of, channels), initial, role);
      };
      return [...parameters.map(array('trained')), ...moving.map(array('moving'))];
    }
    case 'relu':
    case 'gelu':
    case 'silu':
    case 'max-pool':
    case 'global-average-pool':
    case 'flatten':
    case 'dropout':
    case 'add':
      return [];
    default:
      return layer satisfies never;
  }
}

/** The name of what a norm scales its result with, where that starts at 0. */
export const zeroedGamma = (layer: Layer): string | undefined =>
  layer.kind === 'norm' && layer.zeroGamma
    ? descriptionOf(layer.norm).parameters.findLast(({ name }) => /gamma$/i.test(name))?.name
    : undefined;

/** Whether weight decay shrinks a trained parameter: kernels, but no biases and nothing of a norm's. */
export const decays = (name: string): boolean => name.endsWith('/kernel');

/** The optimizer's state per trained parameter; all start at zero. */
export function slotNames(optimizer: UpdateRule): readonly string[] {
  switch (optimizer.name) {
    case 'adam':
      return ['m', 'v'];
    case 'rmsprop':
      return ['meanSquare'];
    case 'sgd':
      return optimizer.momentum === 0 ? [] : ['velocity'];
    default:
      return optimizer satisfies never;
  }
}

/** Every array of a run's state, in the documented order. */
export function parameterSpecs(network: Network): ParameterSpec[] {
  const weights = network.layers.flatMap((layer) => layerParameters(layer, network.init ?? 'glorot-uniform'));
  const slots = weights
    .filter((spec) => spec.role === 'trained')
    .flatMap((spec) =>
      slotNames(network.optimizer).map(
        (slot): ParameterSpec => ({
          name: `${spec.name}/${slot}`,
          shape: spec.shape,
          role: 'slot',
          initial: constant(0),
        }),
      ),
    );
  return [...weights, ...slots];
}

/** Initial values: see initial.ts. */
export function initialParameters(network: Network): Map<string, Float32Array> {
  return new Map(
    parameterSpecs(network).map(({ name, shape, initial }) => {
      if (initial.kind === 'constant') return [name, new Float32Array(sizeOf(shape)).fill(initial.value)];
      return [name, initialKernel(initial.kind, network.seed, name, shape)];
    }),
  );
}

/** Number of weights, and how many of them the optimizer trains; optimizer slots are not weights. */
export function countWeights(network: Network): { total: number; trained: number } {
  const weights = parameterSpecs(network).filter((spec) => spec.role !== 'slot');
  const count = (specs: readonly ParameterSpec[]) => specs.reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
  return { total: count(weights), trained: count(weights.filter((spec) => spec.role === 'trained')) };
}
