/** A look inside a network: a program of its own, which changes nothing, in memory of its own. */
import type { Network } from '../../network/layers.ts';
import type { Inspection, InspectRequest } from '../engine.ts';
import { countOf, kindOf } from '../look.ts';
import { compileInspection, type InspectionProgram } from '../program/compile.ts';
import type { Value } from '../program/value.ts';
import { Compiled } from './compiled.ts';
import { type Device, Usage } from './device.ts';
import { inWords, type StoredImages } from './images.ts';
import type { State } from './state.ts';

export class Look {
  readonly kind: string;
  readonly compiled: Compiled;
  readonly #device: Device;
  readonly #program: InspectionProgram;

  /** @throws Error for a layer that there is not */
  constructor(device: Device, network: Network, request: InspectRequest, state: State) {
    const { statistics, dropoutStep, outputs, gradients } = request;
    this.kind = kindOf(request);
    this.#device = device;
    const dropout = dropoutStep !== undefined;
    this.#program = compileInspection(network, { statistics, dropout, outputs, gradients });
    this.compiled = new Compiled(device, this.#program, countOf(request, network.input), state);
  }

  /** @param request of this kind, with no more images than the batch @throws Error for a row that is not there */
  async run(request: InspectRequest, data: StoredImages): Promise<Inspection> {
    const { images } = request;
    const count = countOf(request, this.#program.input.shape);
    const own = 'pixels' in images ? this.#upload(images.pixels, count) : undefined;
    try {
      this.compiled.run(count, request.step ?? request.dropoutStep ?? 0, (rows, labels) => {
        if ('rows' in images) {
          data.list(images.split, images.rows, rows, labels);
          return data.buffer(images.split);
        }
        labels.set(images.labels);
        rows.forEach((_, i) => {
          rows[i] = i;
        });
        return own;
      });
      const { logits, outputs, gradients } = this.#program;
      const wanted = [logits, ...outputs.values(), ...gradients.values()];
      const read = await this.compiled.read(wanted, count);
      // The loss's sums of a look are nobody's.
      const named = (values: ReadonlyMap<string, Value>, from: number) =>
        new Map([...values.keys()].map((name, i) => [name, read[from + i] ?? new Float32Array()]));
      return {
        logits: read[0] ?? new Float32Array(),
        outputs: named(outputs, 1),
        gradients: named(gradients, 1 + outputs.size),
      };
    } finally {
      own?.destroy();
    }
  }

  /** The most images that it takes. */
  get batch(): number {
    return this.compiled.batch;
  }

  dispose(): void {
    this.compiled.dispose();
  }

  #upload(pixels: Uint8Array, count: number): GPUBuffer {
    const words = inWords(pixels, count);
    const buffer = this.#device.buffer(words.length, Usage.storage | Usage.copyDestination, 'the pictures');
    this.#device.gpu.queue.writeBuffer(buffer, 0, words);
    return buffer;
  }
}
