/** One golden case on one engine. */
import type { LayerNorm } from '../../network/layers.ts';
import { descriptionOf } from '../../network/norms.ts';
import type { CaseOf, GoldenCase } from './cases.ts';
import type { ConformanceEngine, EngineOps, LinearInput, LinearOutput } from './engineOps.ts';
import { constantLimits, optimizerOf, runNetwork } from './network.ts';
import { type Check, compare } from './tolerance.ts';

type NormSettings = Pick<
  CaseOf<'norm'>,
  'kind' | 'epsilon' | 'momentum' | 'groups' | 'frozen' | 'estimated' | 'rMax' | 'dMax'
>;

export function layerNorm({
  kind,
  epsilon,
  momentum = 0.99,
  groups = 1,
  frozen = false,
  estimated = false,
  ...given
}: NormSettings): LayerNorm {
  const { settings, moving, limits } = descriptionOf({ kind });
  return {
    ...{ kind, epsilon },
    ...(moving.length > 0 && { momentum, frozen }),
    ...(settings.includes('groups') && { groups }),
    ...(estimated && { estimated }),
    ...(limits && { limits: constantLimits(limits, given) }),
  };
}

async function runNorm(golden: CaseOf<'norm'>, ops: EngineOps): Promise<Check[]> {
  const { x, dy, parameters, gradients, moving, movingAfter = {} } = golden;
  const got = await ops.norm(layerNorm(golden), { x, dy, parameters, ...(moving && { moving }) });
  const checks = [
    compare('y', 'forward', got.y, golden.y.exact),
    compare('dx', 'gradient', got.dx, golden.dx.exact),
    ...Object.entries(gradients).map(([name, { exact }]) =>
      compare(`d${name}`, 'gradient', got.gradients[name] ?? [], exact),
    ),
  ];
  if (!moving) return checks;
  return [
    ...checks,
    ...Object.entries(movingAfter).map(([name, { exact }]) =>
      compare(name, 'forward', got.moving?.after[name] ?? [], exact),
    ),
    ...(golden.yInference
      ? [compare('yInference', 'forward', got.moving?.yInference ?? [], golden.yInference.exact)]
      : []),
  ];
}

async function runLinear(
  golden: CaseOf<'conv2d' | 'dense'>,
  op: (input: LinearInput) => Promise<LinearOutput>,
): Promise<Check[]> {
  const { y, dx, dkernel, dbias } = await op(golden);
  return [
    compare('y', 'forward', y, golden.y.exact),
    compare('dx', 'gradient', dx, golden.dx.exact),
    compare('dkernel', 'gradient', dkernel, golden.dkernel.exact),
    compare('dbias', 'gradient', dbias, golden.dbias.exact),
  ];
}

async function runUnary(
  { x, dy, ...golden }: CaseOf<'maxpool2' | 'global-average-pool' | 'activation'>,
  op: EngineOps['maxPool'],
): Promise<Check[]> {
  const { y, dx } = await op(x, dy);
  return [compare('y', 'forward', y, golden.y.exact), compare('dx', 'gradient', dx, golden.dx.exact)];
}

export async function runCase(golden: GoldenCase, engine: ConformanceEngine): Promise<Check[]> {
  const { ops } = engine;
  switch (golden.op) {
    case 'norm':
      return runNorm(golden, ops);
    case 'conv2d':
      return runLinear(golden, (input) => ops.conv2d(input));
    case 'dense':
      return runLinear(golden, (input) => ops.dense(input));
    case 'weight-standardization': {
      const { y, dkernel } = await ops.weightStandardization(golden.kernel, golden.dy, golden.epsilon);
      return [
        compare('y', 'forward', y, golden.y.exact),
        compare('dkernel', 'gradient', dkernel, golden.dkernel.exact),
      ];
    }
    case 'scaled-weights': {
      const { y, dkernel, dgain } = await ops.scaledWeights(golden.kernel, golden.gain, golden.dy);
      return [
        compare('y', 'forward', y, golden.y.exact),
        compare('dkernel', 'gradient', dkernel, golden.dkernel.exact),
        compare('dgain', 'gradient', dgain, golden.dgain.exact),
      ];
    }
    case 'maxpool2':
      return runUnary(golden, (x, dy) => ops.maxPool(x, dy));
    case 'activation':
      return runUnary(golden, (x, dy) => ops.activation(golden.kind, x, dy));
    case 'global-average-pool':
      return runUnary(golden, (x, dy) => ops.globalAveragePool(x, dy));
    case 'softmax-cross-entropy': {
      const { loss, dlogits } = await ops.softmaxCrossEntropy(golden.logits, golden.labels);
      return [
        compare('loss', 'forward', [loss], [golden.loss]),
        compare('dlogits', 'gradient', dlogits, golden.dlogits.exact),
      ];
    }
    case 'optimizer': {
      const gradients = golden.gradients.map(({ data }) => data);
      const after = await ops.optimize(
        optimizerOf(golden.optimizer, golden),
        golden.parameter.data,
        gradients,
      );
      return golden.after.map(({ exact }, i) => compare(`after ${i + 1}`, 'forward', after[i] ?? [], exact));
    }
    case 'network':
      return runNetwork(golden, engine);
    default:
      return golden satisfies never;
  }
}
