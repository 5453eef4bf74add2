/**
 * A program laid out in memory for batches of up to `batch` images: its workspace, the packed kernels, scratch for each
 * thread, the frame of its steps, and the instructions themselves.
 */
import { sizeOf } from '../../network/layers.ts';
import type { Program } from '../program/compile.ts';
import { readsOf, writesOf } from '../program/operation.ts';
import { planBuffers } from '../program/plan.ts';
import type { Value } from '../program/value.ts';
import { type Range, type Touched, together, withBarriers } from './barriers.ts';
import { spoiltBy } from './copies.ts';
import { Frame } from './frame.ts';
import { encode, type Instruction } from './instruction.ts';
import { lower, packKernel } from './lower.ts';
import type { Memory } from './memory.ts';
import { packedBytes, scratchBytes, workspaceName, workspacesOf } from './needs.ts';
import { layoutAt, type Places } from './places.ts';
import { type Buffer, type Storage, store } from './storage.ts';
import { makesKernel, type Task, tasksOf } from './tasks.ts';
import type { Threads } from './threads.ts';
import type { Convolution } from './winograd.ts';

/** Where what outlives the program is. */
export interface Outside {
  /** A parameter, moving statistic or optimizer slot. */
  address(name: string): number;
  /** The gradient that the update of a parameter reads. */
  gradient(parameter: string): number;
}

/** Buffers begin on a cache line, and vectors may read past their ends, by less than one. */
const LINE = 64;
const alignUp = (bytes: number): number => Math.ceil(bytes / LINE) * LINE;

export class Compiled {
  readonly batch: number;
  readonly instructions: readonly Instruction[];
  readonly frame: Frame;
  readonly buffers: ReadonlyMap<string, Range>;
  /** Addresses of the whole program, and of what follows the loading of images. */
  readonly #start: number;
  readonly #afterLoad: number;
  readonly #memory: Memory;
  readonly #threads: Threads;
  readonly #outside: Outside;
  readonly #storage: Storage;
  /** The parameter of each gradient that a flat update reads: all of those lie side by side. */
  readonly #gradients: ReadonlyMap<string, string>;
  readonly #blocks: readonly number[];

  /** @param planned places buffers in the workspace */
  constructor(
    memory: Memory,
    threads: Threads,
    program: Program,
    batch: number,
    outside: Outside,
    planned = planBuffers,
  ) {
    this.#memory = memory;
    this.#threads = threads;
    this.#outside = outside;
    this.batch = batch;
    const { load, rest } = tasksOf(program);
    this.#gradients = gradientsUpdated(rest);
    const elsewhere = new Set(this.#gradients.keys());
    this.#storage = store([...load, ...rest], program.kept, elsewhere, workspacesOf);
    const { tasks, buffers } = this.#storage;

    const bytesOf = ({ perImage, once }: Buffer): number => alignUp(perImage * batch + once + LINE);
    const plan = planned(buffers.map((buffer) => ({ ...buffer, bytes: bytesOf(buffer) })));
    const workspace = memory.allocateZeroed(Math.max(plan.bytes, 4));
    this.buffers = new Map(
      buffers.map((buffer) => {
        const from = workspace + (plan.offsets.get(buffer.name) ?? 0);
        return [buffer.name, { from, to: from + buffer.perImage * batch + buffer.once }];
      }),
    );

    const convolutions = tasks.filter(isConvolution);
    const offsets = new Map<Task, number>();
    let packedEnd = 0;
    for (const task of convolutions) {
      offsets.set(task, packedEnd);
      packedEnd += packedBytes(task);
    }
    const packed = memory.allocate(Math.max(packedEnd, 4));
    const bytesPerThread = alignUp(Math.max(...tasks.map((task) => scratchBytes(task, threads.count))));
    const scratch = memory.allocate(Math.max(bytesPerThread * threads.count, 4));
    this.frame = new Frame(memory, batch, { address: scratch, bytesPerThread }, threads.narrowTiles);

    const places: Places = {
      address: (value) => this.address(value),
      borderOf: this.#storage.borderOf,
      workspace: (task, part) => this.#buffer(workspaceName(task, part)).from,
      packed: (task) => packed + (offsets.get(task) ?? 0),
      batch,
    };
    // All kernels are packed before the first image is touched, once they are as they are used.
    const begins = tasks.findIndex((task, at) => at >= load.length && !makesKernel(task));
    const packing = convolutions.flatMap((task) => packKernel(task, places));
    const touched = tasks.map((task) => this.#touchedBy(task));
    const lists = withBarriers(
      tasks.map((task) => lower(task, places)),
      touched,
    );
    this.instructions = [
      ...together(lists.slice(0, begins).flat()),
      ...together(packing),
      ...lists.slice(begins).flat(),
    ];
    const words = encode(this.instructions);
    this.#start = memory.allocate(words.length * 4);
    memory.words.set(words, this.#start >>> 2);
    const loading = lists.slice(0, load.length).flat();
    this.#afterLoad = this.#start + encode(loading).length * 4;
    this.#blocks = [workspace, packed, scratch, this.#start, this.frame.address];
  }

  /** @param loaded whether a test has put the images into the input already */
  run(images: number, step: number, loaded = false): void {
    this.frame.begin(images, step);
    this.#threads.run(loaded ? this.#afterLoad : this.#start, this.frame.address);
  }

  /** Where a value is. */
  address(value: Value): number {
    const { name, role } = value;
    switch (role) {
      case 'parameter':
      case 'state':
        return this.#outside.address(name);
      case 'sums':
        return this.frame.sums;
      case 'given':
        if (name === 'images') return this.frame.images;
        if (name === 'labels') return this.frame.labels;
        throw new Error(`${name} has no address: kernels know it from the frame`);
      case 'temporary': {
        const parameter = this.#gradients.get(name);
        if (parameter !== undefined) return this.#outside.gradient(parameter);
        return this.#buffer(this.#storage.bufferOf(value) ?? name).from;
      }
      default:
        return role satisfies never;
    }
  }

  /** A copy of a temporary's numbers, without its border. */
  read(value: Value, images: number): Float32Array {
    const values = new Float32Array(sizeOf(value.shape) * (value.each ? images : 1));
    this.#rows(value, images, (address, from, to) => {
      values.set(this.#memory.floats.subarray(address >>> 2, (address >>> 2) + to - from), from);
    });
    return values;
  }

  write(value: Value, values: Float32Array, images: number): void {
    this.#rows(value, images, (address, from, to) => this.#memory.write(address, values.subarray(from, to)));
  }

  /** Addresses of the memory that it holds. */
  get blocks(): readonly number[] {
    return this.#blocks;
  }

  dispose(): void {
    for (const block of this.#blocks) this.#memory.release(block);
  }

  /** Visits stretches of numbers that follow one another in memory: rows of images, or all there is. */
  #rows(value: Value, images: number, visit: (address: number, from: number, to: number) => void): void {
    const address = this.address(value);
    const border = this.#storage.borderOf(value);
    if (!value.each || border === 0) {
      visit(address, 0, sizeOf(value.shape) * (value.each ? images : 1));
      return;
    }
    const { inner, image, row, height, width, channels } = layoutAt(value, address, border);
    const length = width * channels;
    for (let i = 0; i < images * height; i++) {
      const at = inner + Math.floor(i / height) * image + (i % height) * row;
      visit(at, i * length, (i + 1) * length);
    }
  }

  #buffer(name: string): Range {
    const range = this.buffers.get(name);
    if (!range) throw new Error(`no place for ${name}`);
    return range;
  }

  /** What a task reads and writes of the memory that threads share. */
  #touchedBy(task: Task): Touched {
    const spoilt = spoiltBy(task);
    const ranges = (values: readonly Value[]): Range[] => values.flatMap((value) => this.#rangesOf(value));
    const own = workspacesOf(task).map(({ name }) => this.#buffer(name));
    return {
      reads: ranges(readsOf(task)),
      writes: [...ranges([...writesOf(task), ...(spoilt ? [spoilt] : [])]), ...own],
    };
  }

  /** The memory that a value takes up, if it has any. */
  #rangesOf(value: Value): Range[] {
    if (value.role === 'given') return [];
    const buffer = value.role === 'temporary' ? this.#storage.bufferOf(value) : undefined;
    if (buffer !== undefined) return [this.#buffer(buffer)];
    const from = this.address(value);
    return [{ from, to: from + sizeOf(value.shape) * (value.type === 'sum' ? 8 : 4) }];
  }
}

const isConvolution = (task: Task): task is Convolution =>
  task.kind === 'conv2d' || task.kind === 'conv2d-input-gradient';

function gradientsUpdated(tasks: readonly Task[]): Map<string, string> {
  return new Map(
    tasks.flatMap((task) =>
      task.kind === 'flat-update'
        ? task.updates.map(({ reads }) => [reads.gradient.name, reads.parameter.name] as const)
        : [],
    ),
  );
}
