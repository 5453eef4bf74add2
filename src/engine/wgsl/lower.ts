/** From a program to dispatches: what goes together becomes one. */
import { missingNorm } from '../engine.ts';
import type { Program } from '../program/compile.ts';
import {
  type DenseBiasGradient,
  type Dropout,
  type MaxPool,
  type MaxPoolGradient,
  type Norm,
  type NormGradient,
  type NormInference,
  type Operation,
  readsOf,
  type Update,
} from '../program/operation.ts';
import type { Value } from '../program/value.ts';
import type { Dispatch } from './kernel.ts';
import {
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  dense,
  denseInputGradient,
  denseKernelGradient,
} from './linear.ts';
import { loss } from './loss.ts';
import type { Lowering } from './lowering.ts';
import type { NormLowering } from './norms/lowering.ts';
import { LOWERINGS } from './norms/registry.ts';
import { activate, activationGradient, add, dropout, loadImages, relu, reluGradient } from './pointwise.ts';
import { globalAveragePool, globalAveragePoolGradient, maxPool, maxPoolGradient } from './pool.ts';
import { update } from './update.ts';
import { scaleWeights, scaleWeightsGradient, standardize, standardizeGradient } from './weights.ts';

/** What is done at once. */
type Task =
  | Exclude<Operation, Update | DenseBiasGradient>
  | { readonly kind: 'pool-and-drop'; readonly pool: MaxPool; readonly drop: Dropout }
  | { readonly kind: 'drop-and-pool-gradient'; readonly pool: MaxPoolGradient; readonly drop: Dropout };

const isUpdate = (operation: Operation): operation is Update => operation.kind === 'update';
const isBias = (operation: Operation): operation is DenseBiasGradient =>
  operation.kind === 'dense-bias-gradient';

/** Joins dropout with the pooling that it follows, or whose gradient follows it, where nobody else wants what is between. */
function joined(operations: readonly Operation[], kept: ReadonlySet<string>): Task[] {
  const readers = new Map<string, number>();
  for (const operation of operations)
    for (const { name } of readsOf(operation)) readers.set(name, (readers.get(name) ?? 0) + 1);
  const between = ({ name }: Value): boolean => readers.get(name) === 1 && !kept.has(name);
  const tasks: Task[] = [];
  for (const operation of operations) {
    if (isUpdate(operation) || isBias(operation)) continue;
    const before = tasks.at(-1);
    if (
      operation.kind === 'dropout' &&
      before?.kind === 'max-pool' &&
      operation.reads.x.name === before.writes.y.name &&
      between(before.writes.y)
    )
      tasks.splice(-1, 1, { kind: 'pool-and-drop', pool: before, drop: operation });
    else if (
      operation.kind === 'max-pool-gradient' &&
      before?.kind === 'dropout' &&
      operation.reads.dy.name === before.writes.y.name &&
      between(before.writes.y)
    )
      tasks.splice(-1, 1, { kind: 'drop-and-pool-gradient', pool: operation, drop: before });
    else tasks.push(operation);
  }
  return tasks;
}

/** @throws Error for a norm that this engine does not have */
function loweringOf({ norm: { kind } }: Norm | NormInference | NormGradient): NormLowering {
  const lowering = LOWERINGS[kind];
  if (!lowering) throw missingNorm('The compiled WebGPU engine', kind);
  return lowering;
}

/** @param kept names of temporaries that are read at the end */
export function lower(
  { load, operations }: Pick<Program, 'load' | 'operations'>,
  kept: ReadonlySet<string>,
  lowering: Lowering,
): { load: Dispatch[]; rest: Dispatch[] } {
  const biases = new Map(operations.filter(isBias).map(({ layer, writes }) => [layer, writes.dbias]));
  const of = (task: Task): Dispatch[] => lowerTask(task, biases, lowering);
  return {
    load: joined(load, kept).flatMap(of),
    rest: [...joined(operations, kept).flatMap(of), ...update(operations.filter(isUpdate), lowering)],
  };
}

function lowerTask(task: Task, biases: ReadonlyMap<string, Value>, lowering: Lowering): Dispatch[] {
  switch (task.kind) {
    case 'load-images':
      return loadImages(task, lowering);
    case 'standardize':
      return standardize(task, lowering);
    case 'standardize-gradient':
      return standardizeGradient(task, lowering);
    case 'scale-weights':
      return scaleWeights(task, lowering);
    case 'scale-weights-gradient':
      return scaleWeightsGradient(task, lowering);
    case 'conv2d':
      return conv2d(task, lowering);
    case 'conv2d-input-gradient':
      return conv2dInputGradient(task, lowering);
    case 'conv2d-filter-gradient':
      return conv2dFilterGradient(task, lowering);
    case 'dense':
      return dense(task, lowering);
    case 'dense-input-gradient':
      return denseInputGradient(task, lowering);
    case 'dense-kernel-gradient': {
      const bias = biases.get(task.layer);
      if (!bias) throw new Error(`${task.layer} has no bias`);
      return denseKernelGradient(task, bias, lowering);
    }
    case 'norm':
      return loweringOf(task).norm(task, lowering);
    case 'norm-inference': {
      const { inference } = loweringOf(task);
      if (!inference) throw new Error(`${task.layer}: ${task.norm.kind} has no moving statistics`);
      return inference(task, lowering);
    }
    case 'norm-gradient':
      return loweringOf(task).gradient(task, lowering);
    case 'max-pool':
      return maxPool(task, lowering);
    case 'pool-and-drop':
      return maxPool(task.pool, lowering, task.drop);
    case 'max-pool-gradient':
      return maxPoolGradient(task, lowering);
    case 'drop-and-pool-gradient':
      return maxPoolGradient(task.pool, lowering, task.drop);
    case 'global-average-pool':
      return globalAveragePool(task, lowering);
    case 'global-average-pool-gradient':
      return globalAveragePoolGradient(task, lowering);
    case 'dropout':
      return dropout(task, lowering);
    case 'add':
      return add(task, lowering);
    case 'relu':
      return relu(task, lowering);
    case 'relu-gradient':
      return reluGradient(task, lowering);
    case 'activation':
      return activate(task, lowering);
    case 'activation-gradient':
      return activationGradient(task, lowering);
    case 'softmax-cross-entropy':
    case 'score':
      return loss(task, lowering);
    default:
      return task satisfies never;
  }
}
