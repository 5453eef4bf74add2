/**
 * A program laid out in memory for batches of up to `batch` images: its workspace, the packed kernels, scratch for each
 * thread, and the instructions themselves.
 */
import type { Program } from '../program/compile.ts';
import type { Conv2d, Conv2dInputGradient, Operation } from '../program/operation.ts';
import { alignUp, planBuffers } from '../program/plan.ts';
import type { Buffer, Tensor } from '../program/tensor.ts';
import type { Frame } from './frame.ts';
import { encode, type Instruction } from './instruction.ts';
import { lower, type Places } from './lower.ts';
import type { Memory } from './memory.ts';
import { scratchBytes } from './scratch.ts';
import { usesWinograd } from './winograd.ts';

/** Where what outlives the program is. */
export interface Outside extends Pick<Places, 'slot' | 'runs' | 'optimizer'> {
  parameter(name: string): number;
  gradient(name: string): number;
}

export class Compiled {
  readonly batch: number;
  /** Address of the whole program, and of what follows the loading of images. */
  readonly start: number;
  readonly afterLoad: number;
  readonly instructions: readonly Instruction[];
  readonly #memory: Memory;
  readonly #blocks: readonly number[];
  readonly #offsets: ReadonlyMap<Buffer, number>;
  readonly #workspace: number;

  constructor(
    memory: Memory,
    program: Program,
    batch: number,
    threads: number,
    frame: Frame,
    outside: Outside,
  ) {
    this.#memory = memory;
    this.batch = batch;
    const all = [...program.load, ...program.operations];
    const plan = planBuffers(all, batch, new Set(program.kept.map(({ buffer }) => buffer)));
    this.#offsets = plan.offsets;
    this.#workspace = memory.allocateZeroed(Math.max(plan.bytes, 4));

    const packedBytes = new Map<Operation, number>();
    let packedEnd = 0;
    for (const operation of program.operations) {
      if (operation.kind !== 'conv2d' && operation.kind !== 'conv2d-input-gradient') continue;
      packedBytes.set(operation, packedEnd);
      packedEnd += packedSize(operation);
    }
    const packed = memory.allocate(Math.max(packedEnd, 4));
    const perThread = alignUp(Math.max(...all.map((operation) => scratchBytes(operation, threads))));
    const scratch = memory.allocate(Math.max(perThread * threads, 4));
    frame.setScratch(scratch, perThread);

    const places: Places = {
      ...outside,
      address: (tensor) => this.#address(tensor, outside),
      packed: (operation) => packed + (packedBytes.get(operation) ?? 0),
      batch,
      images: frame.images,
      labels: frame.labels,
      sums: frame.sums,
    };
    const load = lower(program.load, places);
    const rest = lower(program.operations, places);
    this.instructions = [...load, ...rest];
    const words = encode(this.instructions);
    this.start = memory.allocate(words.length * 4);
    memory.words.set(words, this.start >>> 2);
    this.afterLoad = this.start + encode(load).length * 4;
    this.#blocks = [this.#workspace, packed, scratch, this.start];
  }

  /** The address of a temporary. */
  temporary(tensor: Tensor): number {
    const offset = this.#offsets.get(tensor.buffer);
    if (offset === undefined) throw new Error(`no place for ${tensor.buffer.name}`);
    return this.#workspace + offset;
  }

  get blocks(): readonly number[] {
    return this.#blocks;
  }

  dispose(): void {
    for (const block of this.#blocks) this.#memory.release(block);
  }

  #address(tensor: Tensor, outside: Outside): number {
    const { name, role } = tensor.buffer;
    switch (role) {
      case 'parameter':
        return outside.parameter(name);
      case 'gradient':
        return outside.gradient(name);
      case 'temporary':
        return this.temporary(tensor);
      default:
        return role satisfies never;
    }
  }
}

/** Bytes of a packed kernel: [outputs / 8][size² · inputs][8], or inputs and outputs swapped. */
function packedSize(operation: Conv2d | Conv2dInputGradient): number {
  const [size = 1, , inputs = 1, outputs = 1] = operation.reads.kernel.shape;
  const [from, to] = operation.kind === 'conv2d' ? [inputs, outputs] : [outputs, inputs];
  const taps = usesWinograd(operation) ? 16 : size * size;
  return Math.ceil(to / 8) * taps * from * 32;
}
