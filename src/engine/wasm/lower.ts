/**
 * From operations to this engine's instructions. What each takes stands above its kernel in assembly/. Kernels of
 * convolutions are packed once a step, all of them before the first image is touched.
 */
import { dropoutThreshold } from '../../random/dropout.ts';
import type { Conv2d, Conv2dInputGradient, Operation } from '../program/operation.ts';
import type { Tensor } from '../program/tensor.ts';
import { type Emit, float32, type Instruction, type InstructionName } from './instruction.ts';
import { type Layout, layoutAt } from './layout.ts';
import { lowerNorm } from './lowerNorm.ts';
import { ZEROS } from './memory.ts';
import { usesWinograd } from './winograd.ts';

/** Addresses that a program is lowered against. */
export interface Places {
  address(tensor: Tensor): number;
  /** Where the kernel of a convolution is packed, straight or turned round. */
  packed(operation: Conv2d | Conv2dInputGradient): number;
  /** A parameter's optimizer slot; 0 where it has fewer. */
  slot(parameter: string, index: 0 | 1): number;
  /** Runs of parameters that follow one another in memory, with their gradients, slots and number of values. */
  runs(parameters: readonly string[]): readonly Run[];
  /** Images that buffers hold. */
  readonly batch: number;
  /** The lists of the step: addresses of images, labels; and the sums of loss and hits. */
  readonly images: number;
  readonly labels: number;
  readonly sums: number;
  /** Number of the optimizer in assembly/optimizer.ts. */
  readonly optimizer: number;
}

export interface Run {
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly [number, number];
  readonly count: number;
}

const isConvolution = (operation: Operation): operation is Conv2d | Conv2dInputGradient =>
  operation.kind === 'conv2d' || operation.kind === 'conv2d-input-gradient';

export function lower(operations: readonly Operation[], places: Places): Instruction[] {
  const instructions: Instruction[] = [];
  const prepared = operations.findIndex(({ kind }) => kind !== 'standardize');
  operations.forEach((operation, at) => {
    const emitFor =
      (layer: string): Emit =>
      (name, values, wait = true) =>
        instructions.push({ name, layer, arguments: values, wait });
    if (at === prepared) packKernels(operations.filter(isConvolution), places, emitFor);
    const next = operations[at + 1];
    lowerOperation(operation, places, emitFor(operation.layer), !independent(operation, next), operations);
  });
  return instructions;
}

/** Whether threads may begin the next operation while others are still at this one. */
function independent(operation: Operation, next: Operation | undefined): boolean {
  if (operation.kind === 'standardize') return next?.kind === 'standardize';
  // Both only read dy, and neither writes what the other reads.
  return operation.kind === 'conv2d-input-gradient' && next?.kind === 'conv2d-filter-gradient';
}

function packKernels(
  convolutions: readonly (Conv2d | Conv2dInputGradient)[],
  places: Places,
  emitFor: (layer: string) => Emit,
): void {
  convolutions.forEach((operation, at) => {
    const { kernel } = operation.reads;
    const [size = 1, , inputs = 1, outputs = 1] = kernel.shape;
    const turned = operation.kind === 'conv2d-input-gradient' ? 1 : 0;
    const values = [size * size, inputs, outputs, places.packed(operation), turned];
    const wait = at === convolutions.length - 1;
    const name = usesWinograd(operation) ? 'packWinograd' : 'packKernel';
    emitFor(operation.layer)(name, [places.address(kernel), ...values], wait);
  });
}

function lowerOperation(
  operation: Operation,
  places: Places,
  emit: Emit,
  wait: boolean,
  all: readonly Operation[],
): void {
  const at = (tensor: Tensor): number => places.address(tensor);
  const layout = (tensor: Tensor): Layout => layoutAt(tensor, at(tensor));
  switch (operation.kind) {
    case 'load-images': {
      const y = layout(operation.writes.y);
      emit('loadImages', [places.images, y.height, y.width * y.channels, y.inner, y.image, y.row]);
      break;
    }
    case 'standardize': {
      const { kernel } = operation.reads;
      const { standardized, deviation } = operation.writes;
      const shape = matrixOf(kernel);
      emit(
        'standardize',
        [at(kernel), ...shape, float32(operation.epsilon), at(standardized), at(deviation)],
        wait,
      );
      break;
    }
    case 'standardize-gradient': {
      const { gradient, standardized, deviation } = operation.reads;
      const { dkernel } = operation.writes;
      const values = [float32(operation.epsilon), at(standardized), at(deviation), at(gradient), at(dkernel)];
      emit('standardizeGradient', [0, ...matrixOf(gradient), ...values]);
      break;
    }
    case 'conv2d': {
      const { x, kernel, bias } = operation.reads;
      const [from, to] = [layout(x), layout(operation.writes.y)];
      const values = [kernel.shape[0] ?? 1, places.packed(operation), at(bias), operation.relu ? 1 : 0, 1];
      emit(convolutionFor(operation), [...strides(from, to), ...values]);
      break;
    }
    case 'conv2d-input-gradient': {
      const { dy, kernel } = operation.reads;
      const values = [kernel.shape[0] ?? 1, places.packed(operation), ZEROS, 0, 0];
      emit(convolutionFor(operation), [...strides(layout(dy), layout(operation.writes.dx)), ...values], wait);
      break;
    }
    case 'conv2d-filter-gradient': {
      const { x, dy } = operation.reads;
      const { dkernel, dbias } = operation.writes;
      const values = [dkernel.shape[0] ?? 1, at(dkernel), at(dbias)];
      const shared = [...strides(layout(x), layout(dy)), ...values];
      const forward = all.find(({ kind, layer }) => kind === 'conv2d' && layer === operation.layer);
      if (forward?.kind === 'conv2d' && usesWinograd(operation)) {
        // The kernel that the forward pass packed is done with: its place has the size of the sums.
        const sums = places.packed(forward);
        emit('winogradGradient', [...shared, sums]);
        emit('kernelFromWinograd', [...shared, sums]);
      } else emit('filterGradient', shared);
      break;
    }
    case 'dense': {
      const { x, kernel, bias } = operation.reads;
      const values = [at(kernel), at(bias), at(operation.writes.y), operation.relu ? 1 : 0];
      emit('dense', [at(x), ...matrixOf(kernel), ...values]);
      break;
    }
    case 'dense-input-gradient': {
      const { dy, kernel } = operation.reads;
      const fused = all.some(({ kind, layer }) => kind === 'dense-update' && layer === operation.layer);
      const values = [at(kernel), ZEROS, at(operation.writes.dx), fused ? 1 : 0];
      emit('denseInputGradient', [at(dy), ...matrixOf(kernel), ...values]);
      break;
    }
    case 'dense-bias-gradient': {
      const { dy } = operation.reads;
      const { dbias } = operation.writes;
      emit('sumBatch', [at(dy), dbias.buffer.once, at(dbias)], false);
      break;
    }
    case 'dense-kernel-gradient': {
      const { x, dy } = operation.reads;
      const { dkernel } = operation.writes;
      emit('denseUpdate', [0, at(x), at(dy), ...matrixOf(dkernel), 0, 0, 0, at(dkernel), 0]);
      break;
    }
    case 'dense-update': {
      const { x, dy } = operation.reads;
      const { kernel } = operation.writes;
      const { name } = kernel.buffer;
      const slots = [places.slot(name, 0), places.slot(name, 1)];
      const input = all.find(
        ({ kind, layer }) => kind === 'dense-input-gradient' && layer === operation.layer,
      );
      const dx = input?.kind === 'dense-input-gradient' ? at(input.writes.dx) : 0;
      const values = [at(x), at(dy), ...matrixOf(kernel), at(kernel), ...slots, 0, dx];
      emit('denseUpdate', [places.optimizer, ...values]);
      break;
    }
    case 'norm':
    case 'norm-inference':
    case 'norm-gradient':
      lowerNorm(operation, at, places.batch, emit);
      break;
    case 'max-pool': {
      const [x, y] = [layout(operation.reads.x), layout(operation.writes.y)];
      const argmax = at(operation.writes.argmax);
      emit('maxPool', [...ends(x, y), y.height, y.width, y.channels, argmax, x.height, x.width]);
      break;
    }
    case 'max-pool-gradient': {
      const [dx, dy] = [layout(operation.writes.dx), layout(operation.reads.dy)];
      const argmax = at(operation.reads.argmax);
      emit('maxPoolGradient', [
        ...ends(dx, dy),
        ...[dy.height, dy.width, dy.channels, argmax, dx.height, dx.width],
      ]);
      break;
    }
    case 'dropout': {
      const [x, y] = [layout(operation.reads.x), layout(operation.writes.y)];
      const threshold = dropoutThreshold(operation.rate);
      const scale = float32(1 / (1 - threshold / 256));
      emit('dropout', [...ends(x, y), x.height, x.width * x.channels, ...operation.key, threshold, scale]);
      break;
    }
    case 'relu-gradient': {
      const { y, dy } = operation.reads;
      const [from, to] = [layout(y), layout(operation.writes.dx)];
      emit('reluGradient', [...ends(from, to), from.height, from.width * from.channels, at(dy)]);
      break;
    }
    case 'softmax-cross-entropy':
    case 'score': {
      const { logits } = operation.reads;
      const gradient = operation.kind === 'score' ? 0 : at(operation.writes.dlogits);
      const values = [logits.shape[0] ?? 1, places.labels, places.sums, gradient];
      emit('softmaxCrossEntropy', [at(logits), ...values]);
      break;
    }
    case 'update':
      for (const run of places.runs(operation.parameters)) {
        const values = [run.parameters, run.gradients, ...run.slots, run.count];
        emit('update', [places.optimizer, ...values]);
      }
      break;
    default:
      operation satisfies never;
  }
}

const convolutionFor = (operation: Conv2d | Conv2dInputGradient): InstructionName =>
  usesWinograd(operation) ? 'convolveWinograd' : 'convolve';

/** Rows and columns of a kernel as a matrix, outputs last. */
function matrixOf(kernel: Tensor): [number, number] {
  const outputs = kernel.shape.at(-1) ?? 1;
  return [kernel.buffer.once / outputs, outputs];
}

/** Both ends of an operation from image to image, each by its first inner pixel and strides. */
const ends = (x: Layout, y: Layout): number[] => [x.inner, x.image, x.row, y.inner, y.image, y.row];

/** Likewise for convolutions, which read the border of x. */
const strides = (x: Layout, y: Layout): number[] => [
  ...[x.base, x.image, x.row, y.inner, y.image, y.row],
  ...[y.height, y.width, x.channels, y.channels],
];
