/** A golden network: built with the project's own layOut, trained through the engine's own trainer. */
import { layOut } from '../../network/build.ts';
import type { Layer, Network, Optimizer } from '../../network/layers.ts';
import { sizeOf } from '../../network/layers.ts';
import { type Parameters, parameterSpecs } from '../../network/parameters.ts';
import type { Limits } from '../../spec/norms/description.ts';
import type { CaseOf } from './cases.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { ROUNDINGS, rounded } from './rounding.ts';
import { type Check, compare, passes } from './tolerance.ts';
import { addSlack, forgiven, type Slack, stilled } from './zeroGradient.ts';

export function optimizerOf(
  name: Optimizer['name'],
  hyper: Omit<CaseOf<'network'>['optimizer'], 'name'>,
): Optimizer {
  const { learningRate, weightDecay, momentum = 0, beta1 = 0, beta2 = 0, decay = 0, epsilon = 0 } = hyper;
  const common = { learningRate, ...(weightDecay !== undefined && { weightDecay }) };
  switch (name) {
    case 'sgd':
      return { name, ...common, momentum };
    case 'adam':
      return { name, ...common, beta1, beta2, epsilon };
    case 'rmsprop':
      return { name, ...common, decay, epsilon };
    default:
      return name satisfies never;
  }
}

/** A case's limits are those of every step; without some, they are as they end. */
export const constantLimits = (
  { rMax, dMax }: Pick<Limits, 'rMax' | 'dMax'>,
  given: { readonly rMax?: number | undefined; readonly dMax?: number | undefined },
): Limits => ({ rMax: given.rMax ?? rMax, dMax: given.dMax ?? dMax, updates: 0 });

/** The case's epsilon, momentum and limits in place of the project's own. */
function withConstants(layer: Layer, { epsilon, momentum, ...golden }: CaseOf<'network'>): Layer {
  if (layer.kind !== 'norm') return layer;
  const { norm } = layer;
  return {
    ...layer,
    norm: {
      ...norm,
      epsilon,
      ...(norm.momentum !== undefined && { momentum }),
      ...(norm.limits && { limits: constantLimits(norm.limits, golden) }),
    },
  };
}

export function networkOf(golden: CaseOf<'network'>): Network {
  const layers = layOut(golden.inputShape, golden.layers, golden.classes, {
    norm: golden.norm,
    groups: golden.groups ?? 1,
    weights: golden.weights,
    position: golden.normPosition,
    frozen: golden.frozen ?? false,
    ...(golden.estimated && { estimated: true }),
    dropout: false,
    ...(golden.activation && { activation: golden.activation }),
  });
  return {
    input: golden.inputShape,
    classes: golden.classes,
    layers: layers.map((layer) => withConstants(layer, golden)),
    optimizer: optimizerOf(golden.optimizer.name, golden.optimizer),
    seed: 0,
  };
}

/** The case's values where it gives one, the constant that a run starts from (moving statistics, slots) else. */
const initialOf = (network: Network, golden: CaseOf<'network'>, rounding: number): Parameters =>
  new Map(
    parameterSpecs(network).map(({ name, shape, initial }) => {
      const given = golden.initial[name];
      if (given) return [name, rounded(given, rounding, name)];
      if (initial.kind !== 'constant') throw new Error(`${golden.name}: no initial value for ${name}`);
      return [name, new Float32Array(sizeOf(shape)).fill(initial.value)];
    }),
  );

export async function runNetwork(golden: CaseOf<'network'>, engine: ConformanceEngine): Promise<Check[]> {
  const checks = await train(golden, engine, 0);
  if (checks.every(passes)) return checks;
  for (const still of [false, true])
    for (let rounding = still ? 0 : 1; rounding < ROUNDINGS; rounding++) {
      const again = await train(golden, engine, rounding, still);
      const passedUnder = `rounding ${rounding} of its inputs${still ? ', biases without a gradient held' : ''}`;
      if (again.every(passes)) return again.map((check) => ({ ...check, passedUnder }));
    }
  return checks;
}

async function train(
  golden: CaseOf<'network'>,
  engine: ConformanceEngine,
  rounding: number,
  still = false,
): Promise<Check[]> {
  const network = networkOf(golden);
  let parameters = initialOf(network, golden, rounding);
  const trainer = await engine.createBatchTrainer(network, parameters);
  const slack: Slack = new Map();
  try {
    const checks: Check[] = [];
    for (const [i, { x, labels }] of golden.batches.entries()) {
      trainer.stepOnBatch(rounded(x, rounding, `batch ${i}`), labels, i + 1);
      const { lossSum, images } = await trainer.readMetrics();
      const tolerance = i === 0 ? 'forward' : 'trained';
      checks.push(compare(`loss ${i + 1}`, tolerance, [lossSum / images], [golden.losses[i] ?? Number.NaN]));
      const after = await trainer.parameters();
      addSlack(slack, network.optimizer, parameters, after);
      parameters = still ? stilled(network.optimizer, parameters, after, i + 1) : after;
      if (still) trainer.setParameters(parameters);
    }
    const check = (name: string, exact: ArrayLike<number>): void => {
      checks.push(compare(name, 'trained', parameters.get(name) ?? [], exact));
    };
    for (const [name, { exact }] of Object.entries(golden.final)) {
      const got = parameters.get(name) ?? new Float32Array();
      checks.push(
        compare(name, 'trained', forgiven(got, exact, slack.get(name) ?? new Float64Array()), exact),
      );
    }
    for (const [name, { mean, variance }] of Object.entries(golden.moving)) {
      check(`${name}/movingMean`, mean.exact);
      check(`${name}/movingVariance`, variance.exact);
    }
    return checks;
  } finally {
    trainer.dispose();
  }
}
