/** A look inside a network: a program of its own, which changes nothing, over a frame of its own. */
import { type Network, type Shape, sizeOf } from '../../network/layers.ts';
import type { Inspection, InspectRequest } from '../engine.ts';
import { compileInspection, type InspectionProgram } from '../program/compile.ts';
import type { Tensor } from '../program/tensor.ts';
import { Compiled, type Outside } from './compiled.ts';
import type { DataSet } from './dataSets.ts';
import { Frame } from './frame.ts';
import { layoutAt } from './layout.ts';
import type { Memory } from './memory.ts';
import type { Threads } from './threads.ts';

/** Looks of one kind have one program. */
export const kindOf = ({ statistics, dropoutStep, outputs, gradients }: InspectRequest): string =>
  JSON.stringify([statistics, dropoutStep !== undefined, outputs, gradients]);

/** Images of a look. @throws Error for pictures that are not of the input's size, with a label each */
export function countOf({ images }: InspectRequest, input: Shape): number {
  if ('rows' in images) return images.rows.length;
  const { pixels, labels } = images;
  const expected = labels.length * sizeOf(input);
  if (pixels.length !== expected)
    throw new Error(`${labels.length} labels with ${pixels.length} bytes of pictures, expected ${expected}`);
  return labels.length;
}

export class Look {
  readonly kind: string;
  /** The most images that it takes. */
  readonly batch: number;
  readonly #memory: Memory;
  readonly #threads: Threads;
  readonly #program: InspectionProgram;
  readonly #outside: Outside;
  readonly #frame: Frame;
  readonly #compiled: Compiled;

  /** @throws Error for a layer that there is not */
  constructor(memory: Memory, threads: Threads, network: Network, request: InspectRequest, outside: Outside) {
    const { statistics, dropoutStep, outputs, gradients } = request;
    this.kind = kindOf(request);
    this.batch = countOf(request, network.input);
    this.#memory = memory;
    this.#threads = threads;
    this.#outside = outside;
    const dropout = dropoutStep !== undefined;
    this.#program = compileInspection(network, { statistics, dropout, outputs, gradients });
    this.#frame = new Frame(memory, this.batch, threads.narrowTiles);
    this.#compiled = new Compiled(memory, this.#program, this.batch, threads.count, this.#frame, outside);
  }

  /** @param request of this kind, with no more images than `batch` @throws Error for a row that is not there */
  run(request: InspectRequest, data: DataSet): Inspection {
    const count = countOf(request, this.#program.input.shape);
    const pixels = this.#place(request, data);
    try {
      this.#frame.begin(count, request.dropoutStep ?? 0);
      this.#threads.run(this.#compiled.start, this.#frame.address);
    } finally {
      if (pixels !== undefined) this.#memory.release(pixels);
    }
    const read = (tensors: ReadonlyMap<string, Tensor>) =>
      new Map([...tensors].map(([name, tensor]) => [name, this.#read(tensor, count)]));
    return {
      logits: this.#read(this.#program.logits, count),
      outputs: read(this.#program.outputs),
      gradients: read(this.#program.gradients),
    };
  }

  /** Addresses of the memory that it holds. */
  get blocks(): readonly number[] {
    return [...this.#compiled.blocks, this.#frame.address];
  }

  dispose(): void {
    this.#compiled.dispose();
    this.#frame.dispose();
  }

  /** Fills the lists of images and labels. @returns where pictures from outside were put */
  #place({ images }: InspectRequest, data: DataSet): number | undefined {
    const frame = this.#frame;
    if ('rows' in images) {
      data.list(images.split, images.rows, 0, images.rows.length, frame.images, frame.labels);
      return undefined;
    }
    const { pixels, labels } = images;
    const block = this.#memory.allocate(pixels.length);
    this.#memory.bytes.set(pixels, block);
    const size = pixels.length / labels.length;
    const words = this.#memory.words;
    for (let i = 0; i < labels.length; i++) {
      words[(frame.images >>> 2) + i] = block + i * size;
      words[(frame.labels >>> 2) + i] = labels[i] as number;
    }
    return block;
  }

  /** A copy of a tensor's values, without its border. */
  #read(tensor: Tensor, count: number): Float32Array {
    const { name, role, once } = tensor.buffer;
    if (role === 'gradient') return this.#memory.read(this.#outside.gradient(name), once);
    const base = this.#compiled.temporary(tensor);
    if (once > 0) return this.#memory.read(base, once);
    const { inner, image, row, height, width, channels } = layoutAt(tensor, base);
    const length = width * channels;
    if (tensor.border === 0) return this.#memory.read(base, count * height * length);
    const values = new Float32Array(count * height * length);
    const { floats } = this.#memory;
    for (let i = 0, to = 0; i < count; i++) {
      for (let y = 0; y < height; y++, to += length) {
        const from = (inner + i * image + y * row) >>> 2;
        values.set(floats.subarray(from, from + length), to);
      }
    }
    return values;
  }
}
