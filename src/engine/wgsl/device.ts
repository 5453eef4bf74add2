/** A GPU, its compiled kernels, and whether it is still there. */
import { EngineLost, EngineRefusal, megabytes } from '../engine.ts';
import { type Dispatch, THREADS } from './kernel.ts';
import { directTiling, type ProductSize, type Tiling } from './tiles.ts';
import type { Tuning } from './tuning.ts';
import { waitFor } from './waiting.ts';

/** Usage of buffers, by WebGPU's numbers: Node does not know the names. */
export const Usage = { mapRead: 1, copySource: 4, copyDestination: 8, storage: 128 } as const;
const MAP_READ = 1;
const COMPUTE = 4;

/** Where buffers may begin in a binding. */
export const ALIGNMENT = 256;
export const alignUp = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const FEW_THREADS = 32;

/** Bytes of a buffer for reading: the sums of many steps take no more. */
const SMALLEST_READ = 16_384;

/** A failed read waits this long, at most, for the loss that explains it: on a busy machine that takes its time. */
const LOSS_FOLLOWS_MS = 3000;
/** A submit that takes longer than this would be seen on the display. */
const LONGEST_SUBMIT_MS = 40;

/** A stretch of a buffer. */
export interface Stretch {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

export interface Copies {
  readonly copies: readonly ArrayBuffer[];
  /** Milliseconds: next to none where all was done before. */
  readonly waited: number;
}

/** In bytes: of a buffer, and of what a kernel sees of one. */
export type Limits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

export class Device {
  readonly gpu: GPUDevice;
  readonly lost: Promise<string>;
  readonly longestSubmitMs: number;
  readonly frameLayout: GPUBindGroupLayout;
  /** What is being read: a lost device may never answer, so the loss answers for it. */
  readonly #waiting = new Set<(error: EngineLost) => void>();
  readonly #limits: Limits;
  readonly #layouts: GPUBindGroupLayout[] = [];
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #compiling = new Map<string, Promise<void>>();
  /** Buffers for reading, which nobody reads. */
  readonly #readable: GPUBuffer[] = [];
  #gone: string | undefined;
  #closed = false;
  /** Threads that wait for each other: a processor that plays a GPU has few that run at once. */
  readonly threads: number;
  /** What is learnt of this GPU; a processor that plays one does not get shared tiles, and has nothing to learn. */
  readonly tuning: Tuning | undefined;
  /** Counts what steady training makes none of. */
  readonly made = { buffers: 0, bindGroups: 0, submits: 0 };

  /**
   * @param tuning left out for a processor
   * @param lost resolves with a reason for a person when the device goes away
   * @param limits instead of the device's own, for tests
   * @param longestSubmitMs a step that takes longer is submitted in pieces
   */
  constructor(
    gpu: GPUDevice,
    lost: Promise<string>,
    tuning: Tuning | undefined,
    limits: Partial<Limits> = {},
    longestSubmitMs = LONGEST_SUBMIT_MS,
  ) {
    this.gpu = gpu;
    this.longestSubmitMs = longestSubmitMs;
    const { maxBufferSize, maxStorageBufferBindingSize } = gpu.limits;
    this.#limits = { maxBufferSize, maxStorageBufferBindingSize, ...limits };
    this.tuning = tuning;
    this.threads = tuning ? THREADS : FEW_THREADS;
    this.lost = lost.then((reason) => {
      this.#gone = reason;
      for (const reject of this.#waiting) reject(new EngineLost(reason));
      // Closing a device of one's own accord is no loss.
      return this.#closed ? new Promise<never>(() => {}) : reason;
    });
    this.frameLayout = gpu.createBindGroupLayout({
      entries: [
        {
          ...{ binding: 0, visibility: COMPUTE },
          buffer: { type: 'read-only-storage', hasDynamicOffset: true },
        },
      ],
    });
  }

  /** Which tiles a product gets. */
  tiling(size: ProductSize): Tiling {
    return this.tuning?.tiling(size) ?? directTiling(size);
  }

  /** @throws EngineLost, or Error after `close` */
  check(): void {
    if (this.#closed) throw new Error('the engine was disposed of');
    if (this.#gone !== undefined) throw new EngineLost(this.#gone);
  }

  /** @throws EngineRefusal for more than this GPU gives in one piece */
  buffer(bytes: number, usage: number, what: string): GPUBuffer {
    this.check();
    const size = Math.max(alignUp(bytes), ALIGNMENT);
    const { maxBufferSize } = this.#limits;
    if (size > maxBufferSize)
      throw new EngineRefusal(
        `WebGPU: ${what} would take ${megabytes(size)} in one piece, and this GPU gives ${megabytes(maxBufferSize)}`,
      );
    this.made.buffers++;
    return this.gpu.createBuffer({ size, usage });
  }

  /** Compiled now, unless `compile` has done it. */
  pipeline(dispatch: Dispatch): GPUComputePipeline {
    const known = this.#pipelines.get(dispatch.code);
    if (known) return known;
    const pipeline = this.gpu.createComputePipeline(this.#describe(dispatch));
    this.#pipelines.set(dispatch.code, pipeline);
    return pipeline;
  }

  /** Compiles all that is missing of these, side by side. @throws EngineRefusal that names what this GPU does not compile */
  async compile(dispatches: readonly Dispatch[]): Promise<void> {
    this.check();
    await Promise.all(
      dispatches.map((dispatch) => {
        const { code } = dispatch;
        if (this.#pipelines.has(code)) return undefined;
        const compiling = this.#compiling.get(code) ?? this.#compile(dispatch);
        this.#compiling.set(code, compiling);
        return compiling.finally(() => this.#compiling.delete(code));
      }),
    );
  }

  async #compile(dispatch: Dispatch): Promise<void> {
    this.gpu.pushErrorScope('validation');
    const descriptor = this.#describe(dispatch);
    const invalid = this.gpu.popErrorScope();
    try {
      this.#pipelines.set(dispatch.code, await this.gpu.createComputePipelineAsync(descriptor));
    } catch (error) {
      this.check();
      const why = (await invalid)?.message ?? (error instanceof Error ? error.message : String(error));
      throw new EngineRefusal(`WebGPU: this GPU does not compile ${dispatch.label} (${firstLine(why)})`);
    }
  }

  #describe({ code, bindings, label }: Dispatch): GPUComputePipelineDescriptor {
    const layout = this.gpu.createPipelineLayout({
      bindGroupLayouts: [this.frameLayout, this.#layoutOf(bindings.length)],
    });
    return { layout, compute: { module: this.gpu.createShaderModule({ code, label }) }, label };
  }

  /** Does what makes buffers. @throws EngineRefusal where the GPU has no room for them, when that is known */
  async fitting<T extends { readonly bytes: number; dispose(): void }>(
    what: string,
    make: () => T,
  ): Promise<T> {
    this.gpu.pushErrorScope('out-of-memory');
    let made: T;
    try {
      made = make();
    } catch (error) {
      void this.gpu.popErrorScope();
      throw error;
    }
    if (!(await this.gpu.popErrorScope())) return made;
    made.dispose();
    throw new EngineRefusal(
      `WebGPU: ${what} takes ${megabytes(made.bytes)}, and this GPU has no room left for that`,
    );
  }

  /** @throws EngineRefusal for a stretch that this GPU does not show to a kernel as one */
  bindGroup(stretches: readonly Stretch[], label: string): GPUBindGroup {
    const { maxStorageBufferBindingSize } = this.#limits;
    const longest = Math.max(...stretches.map(({ size }) => size));
    if (longest > maxStorageBufferBindingSize)
      throw new EngineRefusal(
        `WebGPU: a kernel of ${label} would see ${megabytes(longest)} at once, and this GPU shows it ${megabytes(maxStorageBufferBindingSize)}`,
      );
    this.made.bindGroups++;
    return this.gpu.createBindGroup({
      layout: this.#layoutOf(stretches.length),
      entries: stretches.map((resource, binding) => ({ binding, resource: { ...resource } })),
    });
  }

  #layoutOf(bindings: number): GPUBindGroupLayout {
    const known = this.#layouts[bindings];
    if (known) return known;
    const layout = this.gpu.createBindGroupLayout({
      entries: Array.from({ length: bindings }, (_, binding) => ({
        ...{ binding, visibility: COMPUTE, buffer: { type: 'storage' } as const },
      })),
    });
    this.#layouts[bindings] = layout;
    return layout;
  }

  submit(encoder: GPUCommandEncoder): void {
    this.check();
    this.made.submits++;
    this.gpu.queue.submit([encoder.finish()]);
  }

  /**
   * Copies of stretches, as they are when all that was submitted so far is done; rejects with EngineLost when the device
   * goes away meanwhile.
   * @param expected milliseconds until then, as far as anybody knows
   */
  async read(stretches: readonly Stretch[], expected = 0): Promise<Copies> {
    this.check();
    const total = stretches.reduce((sum, { size }) => sum + size, 0);
    const wanted = Math.max(total, SMALLEST_READ);
    const fitting = this.#readable.findIndex(({ size }) => size >= wanted && size <= 2 * wanted);
    const [buffer = this.buffer(wanted, Usage.mapRead | Usage.copyDestination, 'reading')] =
      fitting < 0 ? [] : this.#readable.splice(fitting, 1);
    const encoder = this.gpu.createCommandEncoder();
    let at = 0;
    for (const { buffer: from, offset, size } of stretches) {
      encoder.copyBufferToBuffer(from, offset, buffer, at, size);
      at += size;
    }
    this.submit(encoder);
    try {
      const waited = await this.#orLost(
        waitFor(() => buffer.mapAsync(MAP_READ, 0, total), expected, this.gpu.queue),
      );
      const mapped = buffer.getMappedRange(0, total);
      let start = 0;
      const copies = stretches.map(({ size }) => {
        start += size;
        return mapped.slice(start - size, start);
      });
      buffer.unmap();
      this.#keep(buffer);
      return { copies, waited };
    } catch (error) {
      buffer.destroy();
      throw error;
    }
  }

  #keep(buffer: GPUBuffer): void {
    this.#readable.push(buffer);
    if (this.#readable.length > 4) this.#readable.shift()?.destroy();
  }

  async #orLost<T>(work: Promise<T>): Promise<T> {
    let giveUp: (error: EngineLost) => void = () => {};
    const loss = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    loss.catch(() => {});
    this.#waiting.add(giveUp);
    try {
      return await Promise.race([work, loss]);
    } catch (error) {
      // What was being read fails before it is said that the device is lost.
      if (!(error instanceof EngineLost))
        await Promise.race([loss, new Promise((resolve) => setTimeout(resolve, LOSS_FOLLOWS_MS))]);
      // Nothing else makes a read fail that somebody could mend: the run goes on elsewhere.
      const why = error instanceof Error ? error.message : String(error);
      throw error instanceof EngineLost ? error : new EngineLost(`WebGPU: ${why}`);
    } finally {
      this.#waiting.delete(giveUp);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.gpu.destroy();
  }
}
