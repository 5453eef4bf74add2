/** One golden case on one engine. */
import type { LayerNorm } from '../../network/layers.ts';
import type { CaseOf, GoldenCase } from './cases.ts';
import type { ConformanceEngine, EngineOps, LinearInput, LinearOutput } from './engineOps.ts';
import { optimizerOf, runNetwork } from './network.ts';
import { type Check, compare } from './tolerance.ts';

export function layerNorm({
  kind,
  epsilon,
  momentum = 0.99,
  groups = 1,
  frozen = false,
}: CaseOf<'norm'>): LayerNorm {
  switch (kind) {
    case 'batch':
      return { kind, epsilon, momentum, frozen };
    case 'group':
    case 'group-as-published':
      return { kind, epsilon, groups };
    case 'layer':
    case 'instance':
    case 'rms':
      return { kind, epsilon };
    default:
      return kind satisfies never;
  }
}

async function runNorm(golden: CaseOf<'norm'>, ops: EngineOps): Promise<Check[]> {
  const { x, dy, gamma, beta, movingMean, movingVariance } = golden;
  const moving = movingMean && movingVariance ? { mean: movingMean, variance: movingVariance } : undefined;
  const got = await ops.norm(layerNorm(golden), { x, dy, gamma, beta, ...(moving ? { moving } : {}) });
  const checks = [
    compare('y', 'forward', got.y, golden.y.exact),
    compare('dx', 'gradient', got.dx, golden.dx.exact),
    compare('dgamma', 'gradient', got.dgamma, golden.dgamma.exact),
    compare('dbeta', 'gradient', got.dbeta, golden.dbeta.exact),
  ];
  if (!moving) return checks;
  return [
    ...checks,
    compare('movingMean', 'forward', got.moving?.mean ?? [], golden.movingMeanAfter?.exact ?? []),
    compare('movingVariance', 'forward', got.moving?.variance ?? [], golden.movingVarianceAfter?.exact ?? []),
    compare('yInference', 'forward', got.moving?.yInference ?? [], golden.yInference?.exact ?? []),
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

async function runPool(
  { x, dy, ...golden }: CaseOf<'maxpool2' | 'global-average-pool'>,
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
    case 'maxpool2':
      return runPool(golden, (x, dy) => ops.maxPool(x, dy));
    case 'global-average-pool':
      return runPool(golden, (x, dy) => ops.globalAveragePool(x, dy));
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
