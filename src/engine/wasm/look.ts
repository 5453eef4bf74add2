/** A look inside a network: a program of its own, which changes nothing, over memory of its own. */
import type { Network } from '../../network/layers.ts';
import type { Inspection, InspectRequest } from '../engine.ts';
import { countOf, kindOf } from '../look.ts';
import { compileInspection, type InspectionProgram } from '../program/compile.ts';
import type { Value } from '../program/value.ts';
import { Compiled, type Outside } from './compiled.ts';
import type { StoredImages } from './dataSets.ts';
import type { Memory } from './memory.ts';
import type { Threads } from './threads.ts';

export class Look {
  readonly kind: string;
  /** The most images that it takes. */
  readonly batch: number;
  readonly #memory: Memory;
  readonly #program: InspectionProgram;
  readonly #compiled: Compiled;

  /** @throws Error for a layer that there is not */
  constructor(memory: Memory, threads: Threads, network: Network, request: InspectRequest, outside: Outside) {
    const { statistics, dropoutStep, outputs, gradients } = request;
    this.kind = kindOf(request);
    this.batch = countOf(request, network.input);
    this.#memory = memory;
    const dropout = dropoutStep !== undefined;
    this.#program = compileInspection(network, { statistics, dropout, outputs, gradients });
    this.#compiled = new Compiled(memory, threads, this.#program, this.batch, outside);
  }

  /** @param request of this kind, with no more images than `batch` @throws Error for a row that is not there */
  run(request: InspectRequest, data: StoredImages): Inspection {
    const count = countOf(request, this.#program.input.shape);
    const pixels = this.#place(request, data);
    try {
      this.#compiled.run(count, request.step ?? request.dropoutStep ?? 0);
    } finally {
      if (pixels !== undefined) this.#memory.release(pixels);
    }
    const read = (values: ReadonlyMap<string, Value>) =>
      new Map([...values].map(([name, value]) => [name, this.#compiled.read(value, count)]));
    return {
      logits: this.#compiled.read(this.#program.logits, count),
      outputs: read(this.#program.outputs),
      gradients: read(this.#program.gradients),
    };
  }

  /** Addresses of the memory that it holds. */
  get blocks(): readonly number[] {
    return this.#compiled.blocks;
  }

  dispose(): void {
    this.#compiled.dispose();
  }

  /** Fills the lists of images and labels. @returns where pictures from outside were put */
  #place({ images }: InspectRequest, data: StoredImages): number | undefined {
    const { frame } = this.#compiled;
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
}
