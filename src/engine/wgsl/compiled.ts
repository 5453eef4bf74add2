/**
 * A program laid out in GPU memory for batches of up to `batch` images: its kernels and what they bind, made once; a step
 * is its frame, and one pass over the same dispatches.
 */
import { sizeOf } from '../../network/layers.ts';
import type { Metrics } from '../engine.ts';
import type { Program } from '../program/compile.ts';
import { readsOf, writesOf } from '../program/operation.ts';
import { type Life, type Placeable, planBuffers } from '../program/plan.ts';
import { STEP, single, type Value } from '../program/value.ts';
import { alignUp, type Device, type Stretch, Usage } from './device.ts';
import { type Binding, type Dispatch, Kernel, MOST_ON_AXIS, NUMBER_OF_COEFFICIENTS } from './kernel.ts';
import { NUMBERS_OF_SLOT } from './loss.ts';
import { lower } from './lower.ts';
import type { Lowering } from './lowering.ts';
import { wordsOfArgmax } from './pool.ts';
import { type State, stored } from './state.ts';

/** Steps that can wait for one submit. */
const FRAMES = 16;
/** Steps whose sums are kept apart until somebody reads them; later ones share. */
const SLOTS = 1024;
const SLOT_BYTES = 4 * NUMBERS_OF_SLOT;
/** Words before a frame's list. */
const HEAD = 4 + NUMBER_OF_COEFFICIENTS;

/** The statistics of a norm lie side by side, in this order. */
const STATISTICS = ['mean', 'inverseDeviation', 'ratio', 'offset'];

interface Recorded {
  /** Undefined for what reads a data set: which one comes with the step. */
  readonly group: GPUBindGroup | undefined;
  readonly dispatch: Dispatch;
}

interface Block {
  readonly name: string;
  /** Bytes from its beginning. */
  readonly at: number;
  readonly bytes: number;
}

/** A step that waits to be submitted. */
interface Waiting {
  readonly images: number;
  /** Undefined where a test has put a batch into the input. */
  readonly dataSet: GPUBuffer | undefined;
}

/** Of the split that a step's images are rows of, and where rows and labels are to be written. */
export type List = (rows: Uint32Array, labels: Uint32Array) => GPUBuffer | undefined;

export class Compiled {
  readonly batch: number;
  readonly dispatches: { readonly load: readonly Dispatch[]; readonly rest: readonly Dispatch[] };
  readonly bytes: number;
  readonly #device: Device;
  readonly #state: State;
  readonly #blocks: ReadonlyMap<string, number>;
  readonly #workspace: GPUBuffer;
  readonly #sums: GPUBuffer;
  readonly #frames: GPUBuffer;
  readonly #frameGroup: GPUBindGroup;
  readonly #frameBytes: number;
  /** The frames of steps that wait, as they will be. */
  readonly #words: Uint32Array<ArrayBuffer>;
  readonly #floats: Float32Array;
  readonly #load: readonly Recorded[];
  readonly #rest: readonly Recorded[];
  /** Bindings of loading, by data set. */
  readonly #loading = new WeakMap<GPUBuffer, readonly GPUBindGroup[]>();
  #waiting: Waiting[] = [];
  /** Steps since the sums were taken: their numbers, as far as they have a slot of their own, and their images. */
  #steps: number[] = [];
  #count = 0;
  #images = 0;
  /** Since the sums were taken, the time at which the first step was submitted. */
  #started: number | undefined;
  #msPerStep: number | undefined;
  #warm = false;

  /** @param tiling the device's unless given */
  constructor(
    device: Device,
    program: Program,
    batch: number,
    state: State,
    tiling: Lowering['tiling'] = (size) => device.tiling(size),
  ) {
    this.#device = device;
    this.#state = state;
    this.batch = batch;
    const lowering: Lowering = {
      batch,
      threads: device.threads,
      offset: (value) => this.#offset(value),
      kernel: (label) => new Kernel(label, lowering),
      workspace: ({ layer, kind }, part, size) => single(`${layer}/${kind}/${part}`, [size]),
      tiling,
    };
    const kept = new Set(program.kept.map(({ name }) => name));
    this.dispatches = lower(program, kept, lowering);
    const all = [...this.dispatches.load, ...this.dispatches.rest];
    const plan = planBuffers(this.#lives(all, program, kept));
    const gradients = state.trained * 4;
    this.#blocks = new Map([...plan.offsets].map(([name, offset]) => [name, gradients + offset]));
    const storage = Usage.storage | Usage.copySource | Usage.copyDestination;
    this.#workspace = device.buffer(gradients + plan.bytes, storage, `a batch of ${batch}`);
    this.#sums = device.buffer(SLOTS * SLOT_BYTES, storage, 'the sums');
    this.#frameBytes = alignUp(4 * (HEAD + 2 * batch));
    this.#words = new Uint32Array((FRAMES * this.#frameBytes) / 4);
    this.#floats = new Float32Array(this.#words.buffer);
    this.#frames = device.buffer(FRAMES * this.#frameBytes, Usage.storage | Usage.copyDestination, 'frames');
    this.bytes = [this.#workspace, this.#sums, this.#frames].reduce((sum, { size }) => sum + size, 0);
    device.made.bindGroups++;
    this.#frameGroup = device.gpu.createBindGroup({
      layout: device.frameLayout,
      entries: [{ binding: 0, resource: { buffer: this.#frames, offset: 0, size: this.#frameBytes } }],
    });
    const record = (dispatch: Dispatch): Recorded => {
      const reads = dispatch.bindings.some(({ values }) => values.some(({ name }) => name === 'images'));
      const group = reads ? undefined : device.bindGroup(this.#stretches(dispatch), dispatch.label);
      return { group, dispatch };
    };
    this.#load = this.dispatches.load.map(record);
    this.#rest = this.dispatches.rest.map(record);
  }

  /** With all kernels compiled, side by side. @throws EngineRefusal where it does not fit, or does not compile */
  static async make(...given: ConstructorParameters<typeof Compiled>): Promise<Compiled> {
    const [device, , batch] = given;
    const compiled = await device.fitting(`a batch of ${batch}`, () => new Compiled(...given));
    try {
      await device.compile([...compiled.dispatches.load, ...compiled.dispatches.rest]);
      return compiled;
    } catch (error) {
      compiled.dispose();
      throw error;
    }
  }

  /** Buffers that it holds. */
  get count(): number {
    return 3;
  }

  /**
   * Takes a step in, which is done at the latest when something is read.
   * @param step its number, counted from 1
   * @param coefficients of an update, where there is one
   */
  run(images: number, step: number, list: List, coefficients?: Float32Array): void {
    this.#device.check();
    const at = (this.#waiting.length * this.#frameBytes) / 4;
    const from = at + HEAD;
    const words = this.#words;
    const dataSet = list(
      words.subarray(from, from + images),
      words.subarray(from + this.batch, from + this.batch + images),
    );
    words[at] = images;
    words[at + 1] = step;
    words[at + 2] = this.#count % SLOTS;
    words[at + 3] = this.#count < SLOTS ? 1 : 0;
    if (coefficients) this.#floats.set(coefficients, at + 4);
    this.#waiting.push({ images, dataSet });
    if (this.#count < SLOTS) this.#steps.push(step);
    this.#count++;
    this.#images += images;
    if (this.#waiting.length >= this.#stepsOfSubmit) this.flush();
  }

  get #stepsOfSubmit(): number {
    const ms = this.#msPerStep;
    return ms === undefined
      ? 1
      : Math.max(1, Math.min(FRAMES, Math.floor(this.#device.longestSubmitMs / ms)));
  }

  /** Submits what waits. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#started ??= performance.now();
    const { gpu } = this.#device;
    gpu.queue.writeBuffer(this.#frames, 0, this.#words, 0, (waiting.length * this.#frameBytes) / 4);
    const pieces = Math.max(1, Math.ceil((this.#msPerStep ?? 0) / this.#device.longestSubmitMs));
    let encoder = gpu.createCommandEncoder();
    let pass = encoder.beginComputePass();
    waiting.forEach(({ images, dataSet }, i) => {
      const loading = dataSet ? this.#loadingFrom(dataSet) : [];
      const recorded = [...(dataSet ? this.#load : []), ...this.#rest];
      const longest = Math.ceil(recorded.length / pieces);
      pass.setBindGroup(0, this.#frameGroup, [i * this.#frameBytes]);
      recorded.forEach(({ group, dispatch }, n) => {
        if (pieces > 1 && n > 0 && n % longest === 0) {
          pass.end();
          this.#device.submit(encoder);
          encoder = gpu.createCommandEncoder();
          pass = encoder.beginComputePass();
          pass.setBindGroup(0, this.#frameGroup, [i * this.#frameBytes]);
        }
        const workgroups = dispatch.workgroups(images);
        if (workgroups === 0) return;
        pass.setPipeline(this.#device.pipeline(dispatch));
        pass.setBindGroup(1, group ?? loading[n]);
        pass.dispatchWorkgroups(Math.min(workgroups, MOST_ON_AXIS), Math.ceil(workgroups / MOST_ON_AXIS));
      });
    });
    pass.end();
    this.#device.submit(encoder);
  }

  /** Milliseconds that the steps which were submitted since the sums were taken will still take, as far as is known. */
  get remaining(): number {
    if (this.#started === undefined || this.#msPerStep === undefined) return 0;
    const submitted = this.#count - this.#waiting.length;
    return Math.max(0, this.#started + submitted * this.#msPerStep - performance.now());
  }

  /** What the steps since the last call summed to. */
  async takeSums(): Promise<Metrics> {
    this.flush();
    const [steps, count, images, started] = [this.#steps, this.#count, this.#images, this.#started];
    const expected = this.remaining;
    this.#steps = [];
    this.#count = 0;
    this.#images = 0;
    this.#started = undefined;
    if (count === 0) return { images: 0, lossSum: 0, correct: 0, firstNonFinite: undefined };
    const size = Math.min(count, SLOTS) * SLOT_BYTES;
    const sums = { buffer: this.#sums, offset: 0, size };
    const { copies, waited } = await this.#device.read([sums], expected);
    if (started !== undefined) this.#learn((performance.now() - started) / count, waited / count);
    const numbers = new Float32Array(copies[0] ?? new ArrayBuffer(0));
    let [lossSum, correct] = [0, 0];
    let firstNonFinite: number | undefined;
    steps.forEach((step, slot) => {
      const loss = numbers[slot * NUMBERS_OF_SLOT] ?? 0;
      if (!Number.isFinite(loss)) firstNonFinite ??= step;
      lossSum += loss;
      correct += numbers[slot * NUMBERS_OF_SLOT + 1] ?? 0;
    });
    return { images, lossSum, correct, firstNonFinite };
  }

  /** Copies of temporaries that were kept. */
  async read(values: readonly Value[], images: number): Promise<Float32Array[]> {
    this.flush();
    const stretches = values.map((value) => {
      const size = 4 * sizeOf(value.shape) * (value.each ? images : 1);
      return { ...this.#stretch(value), size };
    });
    const { copies } = await this.#device.read(stretches, this.remaining);
    return copies.map((bytes) => new Float32Array(bytes));
  }

  /** @param waited of that: where nobody waited, it was done sooner, and nobody knows when */
  #learn(ms: number, waited: number): void {
    // The first steps compile kernels, too, whatever WebGPU says.
    if (this.#warm) this.#msPerStep = waited < ms / 50 ? Math.min(ms, (this.#msPerStep ?? ms) / 2) : ms;
    this.#warm = true;
  }

  write(value: Value, values: Float32Array): void {
    this.flush();
    const { buffer, offset } = this.#stretch(value);
    this.#device.gpu.queue.writeBuffer(buffer, offset, new Float32Array(values));
  }

  dispose(): void {
    for (const buffer of [this.#workspace, this.#sums, this.#frames]) buffer.destroy();
  }

  #loadingFrom(dataSet: GPUBuffer): readonly GPUBindGroup[] {
    const known = this.#loading.get(dataSet);
    if (known) return known;
    const groups = this.#load.map(({ dispatch }) =>
      this.#device.bindGroup(this.#stretches(dispatch, dataSet), dispatch.label),
    );
    this.#loading.set(dataSet, groups);
    return groups;
  }

  /** The blocks of memory that dispatches touch, each as long as it is needed. */
  #lives(dispatches: readonly Dispatch[], program: Program, kept: ReadonlySet<string>): Placeable[] {
    const operations = [...program.load, ...program.operations];
    const written = new Set(operations.flatMap(writesOf).map(({ name }) => name));
    // There from the start: the input, which a test may fill itself, and whatever else nobody writes.
    const given = new Set([program.input.name]);
    for (const { name } of operations.flatMap(readsOf)) if (!written.has(name)) given.add(name);
    const lives = new Map<string, Life & { readonly bytes: number }>();
    dispatches.forEach(({ bindings }, at) => {
      for (const value of bindings.flatMap(({ values }) => values)) {
        const block = this.#blockOf(value);
        if (!block) continue;
        const before = lives.get(block.name);
        const from = given.has(value.name) ? 0 : (before?.from ?? at);
        const to = kept.has(value.name) ? dispatches.length : at;
        const bytes = Math.max(before?.bytes ?? 0, alignUp(block.at + block.bytes));
        lives.set(block.name, { from, to: Math.max(before?.to ?? 0, to), bytes });
      }
    });
    return [...lives].map(([name, life]) => ({ name, ...life }));
  }

  /** Where a temporary is, in a block that is planned; undefined for what lies elsewhere. */
  #blockOf(value: Value): Block | undefined {
    const { name, role, type, each, shape } = value;
    if (role !== 'temporary' || this.#gradientOffset(value) !== undefined) return undefined;
    const count = sizeOf(shape) * (each ? this.batch : 1);
    const bytes = 4 * (type === 'index' ? wordsOfArgmax(count) : count);
    const slash = name.lastIndexOf('/');
    const n = STATISTICS.indexOf(name.slice(slash + 1));
    if (slash < 0 || n < 0) return { name, at: 0, bytes };
    return { name: `${name.slice(0, slash)}/statistics`, at: n * alignUp(bytes), bytes };
  }

  #gradientOffset({ name, role }: Value): number | undefined {
    const suffix = '/gradient';
    if (role !== 'temporary' || !name.endsWith(suffix)) return undefined;
    return this.#state.gradientOffset(name.slice(0, -suffix.length));
  }

  /** In numbers, from the beginning of what a value may be bound together with. */
  #offset(value: Value): number {
    if (value.role === 'parameter' || value.role === 'state') return this.#state.offset(value.name);
    return this.#gradientOffset(value) ?? (this.#blockOf(value)?.at ?? 0) / 4;
  }

  #stretch(value: Value): Stretch {
    const { name, role } = value;
    const bytes = 4 * stored(sizeOf(value.shape));
    switch (role) {
      case 'parameter':
      case 'state':
        return { buffer: this.#state.buffer, offset: 4 * this.#state.offset(name), size: bytes };
      case 'sums':
        return { buffer: this.#sums, offset: 0, size: this.#sums.size };
      case 'temporary': {
        const gradient = this.#gradientOffset(value);
        if (gradient !== undefined) return { buffer: this.#workspace, offset: 4 * gradient, size: bytes };
        const block = this.#blockOf(value);
        const start = block && this.#blocks.get(block.name);
        if (!block || start === undefined) throw new Error(`no place for ${name}`);
        return { buffer: this.#workspace, offset: start + block.at, size: alignUp(block.bytes) };
      }
      case 'given':
        throw new Error(`${name === STEP.name ? 'the step' : name} is in the frame`);
      default:
        return role satisfies never;
    }
  }

  /** What a dispatch binds, in order. */
  #stretches({ bindings }: Dispatch, dataSet?: GPUBuffer): Stretch[] {
    return bindings.map(({ values }: Binding) => {
      if (dataSet && values[0]?.name === 'images') return { buffer: dataSet, offset: 0, size: dataSet.size };
      const all = values.map((value) => this.#stretch(value));
      const offset = Math.min(...all.map((one) => one.offset));
      const end = Math.max(...all.map((one) => one.offset + one.size));
      const [first] = all;
      if (!first) throw new Error('a binding of nothing');
      return { buffer: first.buffer, offset, size: end - offset };
    });
  }
}
