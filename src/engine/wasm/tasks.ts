/**
 * A program as this engine runs it: some operations in one, in another order, and with copies where a kernel wants a
 * value in a place of its own.
 */
import type { Program } from '../program/compile.ts';
import {
  type DenseInputGradient,
  type DenseKernelGradient,
  type Operands,
  type Operation,
  readsOf,
  type Update,
} from '../program/operation.ts';
import type { Value } from '../program/value.ts';
import { type Convolution, type FilterGradient, isWindowed } from './winograd.ts';

/** A value in another place, and with another border. */
export interface Copy {
  readonly kind: 'copy';
  readonly layer: string;
  readonly reads: { readonly x: Value };
  readonly writes: { readonly y: Value };
}

/**
 * A dense kernel's gradient, formed a few rows at a time and used at once, so that it never goes through memory, and the
 * input gradient, so that for small batches the kernel goes through memory once for both.
 */
export interface DenseUpdate extends Operands {
  readonly kind: 'dense-update';
  readonly layer: string;
  readonly gradient: DenseKernelGradient;
  readonly input: DenseInputGradient | undefined;
  readonly update: Update;
}

/** All other parameters' updates: where those lie one behind another, one instruction goes over them. */
export interface FlatUpdate extends Operands {
  readonly kind: 'flat-update';
  readonly layer: string;
  readonly updates: readonly Update[];
}

type Single =
  | Exclude<Operation, Update | Pick<Convolution | FilterGradient, 'kind'>>
  | Convolution
  | FilterGradient;

export type Task = Single | Copy | DenseUpdate | FlatUpdate;

const isUpdate = (operation: Operation): operation is Update => operation.kind === 'update';

/** An operation that is a task of its own. */
function singleOf(operation: Operation): Single[] {
  switch (operation.kind) {
    case 'update':
      return [];
    case 'conv2d':
    case 'conv2d-input-gradient':
    case 'conv2d-filter-gradient':
      return [{ ...operation, windowed: isWindowed(operation) }];
    default:
      return [operation];
  }
}

/** Whether it makes a kernel as it is used of one as it is trained. */
export const makesKernel = ({ kind }: Task): boolean => kind === 'standardize' || kind === 'scale-weights';

/** Kernels that depend on no image come first: the threads need not wait for each other between them. */
export function tasksOf({ load, operations }: Pick<Program, 'load' | 'operations'>): {
  load: Task[];
  rest: Task[];
} {
  const singles = (of: readonly Operation[]): Single[] => of.flatMap(singleOf);
  const updates = operations.filter(isUpdate);
  const fused = fuseUpdates(singles(operations), updates);
  const done = new Set(fused.flatMap((task) => (task.kind === 'dense-update' ? [task.update] : [])));
  const flat = updates.filter((update) => !done.has(update));
  const rest: Task[] = [...fused.filter(makesKernel), ...fused.filter((task) => !makesKernel(task))];
  if (flat.length > 0) {
    const operands = joined(flat);
    rest.push({ kind: 'flat-update', layer: 'optimizer', ...operands, updates: flat });
  }
  return { load: singles(load), rest };
}

/** Parameters whose gradients never go through memory. */
export const fusedParameters = (tasks: readonly Task[]): Set<string> =>
  new Set(tasks.flatMap((task) => (task.kind === 'dense-update' ? [task.update.reads.parameter.name] : [])));

/** Puts a dense kernel's update where its gradient is formed, if nobody reads either of them after that. */
function fuseUpdates(operations: readonly Single[], updates: readonly Update[]): Task[] {
  const tasks: Task[] = [];
  operations.forEach((operation, at) => {
    const update =
      operation.kind === 'dense-kernel-gradient' ? updateBy(operation.writes.dkernel, updates) : undefined;
    if (operation.kind !== 'dense-kernel-gradient' || !update) {
      tasks.push(operation);
      return;
    }
    const needed = new Set([operation.writes.dkernel.name, update.reads.parameter.name]);
    if (operations.slice(at + 1).some((later) => readsOf(later).some(({ name }) => needed.has(name)))) {
      tasks.push(operation);
      return;
    }
    const before = tasks.at(-1);
    const input = before?.kind === 'dense-input-gradient' && before.reads.dy.name === operation.reads.dy.name;
    if (input) tasks.pop();
    tasks.push(denseUpdate(operation, input ? before : undefined, update));
  });
  return tasks;
}

const updateBy = (gradient: Value, updates: readonly Update[]): Update | undefined =>
  updates.find(({ reads }) => reads.gradient.name === gradient.name);

function denseUpdate(
  gradient: DenseKernelGradient,
  input: DenseInputGradient | undefined,
  update: Update,
): DenseUpdate {
  const { gradient: _, ...reads } = update.reads;
  return {
    ...{ kind: 'dense-update', layer: gradient.layer, gradient, input, update },
    reads: { ...gradient.reads, ...reads },
    writes: { ...update.writes, ...input?.writes },
  };
}

/** The operands of several operations as those of one. */
function joined(operations: readonly Operation[]): Operands {
  const all = (which: 'reads' | 'writes'): Record<string, Value> =>
    Object.fromEntries(
      operations.flatMap((operation, i) =>
        Object.entries<Value>(operation[which]).map(([name, value]) => [`${name}${i}`, value]),
      ),
    );
  return { reads: all('reads'), writes: all('writes') };
}
