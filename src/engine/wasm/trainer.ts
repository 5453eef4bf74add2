/** One network in training: its state, and its programs for steps and for scoring, made when they are first needed. */
import type { Network } from '../../network/layers.ts';
import { sizeOf } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type { BatchTrainer } from '../conformance/engineOps.ts';
import type { Evaluation, Inspection, InspectRequest, LiveBuffers, Metrics, Split } from '../engine.ts';
import { compileScoring, compileTraining, type Program } from '../program/compile.ts';
import { Compiled, type Outside } from './compiled.ts';
import type { DataSet } from './dataSets.ts';
import { Frame, optimizerNumber } from './frame.ts';
import { layoutAt } from './layout.ts';
import { countOf, kindOf, Look } from './look.ts';
import type { Memory } from './memory.ts';
import { profile, type Timing } from './profile.ts';
import { State } from './state.ts';
import type { Threads } from './threads.ts';

/** Images scored at once: enough for the kernels, and a small workspace. */
const SCORING_BATCH = 32;

interface Running {
  readonly compiled: Compiled;
  readonly frame: Frame;
}

export class WasmTrainer implements BatchTrainer {
  readonly #network: Network;
  readonly #memory: Memory;
  readonly #threads: Threads;
  readonly #data: DataSet | undefined;
  readonly #state: State;
  readonly #outside: Outside;
  readonly #onDispose: (trainer: WasmTrainer) => void;
  readonly #program: Program;
  #training: Running | undefined;
  #scoring: Running | undefined;
  /** For the latest kind of look. */
  #look: Look | undefined;
  #disposed = false;
  readonly #rows = new Uint32Array(SCORING_BATCH);

  constructor(
    memory: Memory,
    threads: Threads,
    network: Network,
    parameters: Parameters,
    data: DataSet | undefined,
    onDispose: (trainer: WasmTrainer) => void,
  ) {
    this.#network = network;
    this.#memory = memory;
    this.#threads = threads;
    this.#data = data;
    this.#onDispose = onDispose;
    const state = new State(memory, network, parameters);
    this.#state = state;
    this.#outside = {
      parameter: (name) => state.address(name),
      gradient: (name) => state.gradient(name),
      slot: (name, index) => state.slot(name, index),
      runs: () => state.flat(),
      optimizer: optimizerNumber(network.optimizer),
    };
    this.#program = compileTraining(network);
  }

  step(indices: Uint32Array, t: number): void {
    const { compiled, frame } = this.#trainingFor(indices.length);
    this.#dataSet().list('train', indices, 0, indices.length, frame.images, frame.labels);
    this.#run(compiled.start, frame, indices.length, t);
  }

  stepOnBatch(x: Float32Array, labels: Uint8Array, t: number): void {
    const { compiled, frame } = this.#trainingFor(labels.length);
    const { input } = this.#program;
    const { inner, image, row, height } = layoutAt(input, compiled.temporary(input));
    const length = sizeOf(input.shape) / height;
    for (let i = 0; i < labels.length; i++) {
      for (let y = 0; y < height; y++) {
        const from = (i * height + y) * length;
        this.#memory.write(inner + i * image + y * row, x.subarray(from, from + length));
      }
    }
    this.#memory.words.set(labels, frame.labels >>> 2);
    this.#run(compiled.afterLoad, frame, labels.length, t);
  }

  async readMetrics(): Promise<Metrics> {
    const none = { images: 0, lossSum: 0, correct: 0, firstNonFinite: undefined };
    return this.#training?.frame.takeSums() ?? none;
  }

  async evaluate(split: Split, start: number, end: number): Promise<Evaluation> {
    this.#assertAlive();
    this.#scoring ??= this.#compile(compileScoring(this.#network), SCORING_BATCH);
    const { compiled, frame } = this.#scoring;
    for (let row = start; row < end; row += SCORING_BATCH) {
      const count = Math.min(SCORING_BATCH, end - row);
      for (let i = 0; i < count; i++) this.#rows[i] = row + i;
      this.#dataSet().list(split, this.#rows, 0, count, frame.images, frame.labels);
      frame.begin(count, 0);
      this.#threads.run(compiled.start, frame.address);
    }
    const { images, lossSum, correct } = frame.takeSums();
    return { images, lossSum, correct };
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    this.#assertAlive();
    const count = countOf(request, this.#network.input);
    if (this.#look?.kind !== kindOf(request) || this.#look.batch < count) {
      this.#look?.dispose();
      this.#look = undefined;
      this.#look = new Look(this.#memory, this.#threads, this.#network, request, this.#outside);
    }
    return this.#look.run(request, this.#dataSet());
  }

  async parameters(): Promise<Map<string, Float32Array>> {
    return this.#state.read();
  }

  setParameters(parameters: Parameters): void {
    this.#assertAlive();
    this.#state.write(parameters);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#release(this.#training);
    this.#release(this.#scoring);
    this.#look?.dispose();
    for (const block of this.#state.blocks) this.#memory.release(block);
    this.#onDispose(this);
  }

  liveBuffers(): LiveBuffers {
    const blocks = [
      ...this.#state.blocks,
      ...(this.#look?.blocks ?? []),
      ...[this.#training, this.#scoring].flatMap((one) =>
        one ? [...one.compiled.blocks, one.frame.address] : [],
      ),
    ];
    const bytes = blocks.reduce((sum, block) => sum + this.#memory.sizeAt(block), 0);
    return { count: blocks.length, bytes };
  }

  /** Where the time of the last training step went. The network is of no use afterwards. */
  profile(rounds: number): Timing[] {
    if (!this.#training) return [];
    const { compiled, frame } = this.#training;
    return profile(this.#memory, this.#threads, compiled.instructions, frame.address, rounds);
  }

  #run(program: number, frame: Frame, images: number, t: number): void {
    frame.begin(images, t);
    frame.setCoefficients(this.#network.optimizer, t);
    this.#threads.run(program, frame.address);
  }

  /** The training program, for at least so many images. The sums go on in a new one. */
  #trainingFor(images: number): Running {
    this.#assertAlive();
    if (this.#training && this.#training.compiled.batch >= images) return this.#training;
    const sums = this.#training?.frame.copySums();
    this.#release(this.#training);
    this.#training = this.#compile(this.#program, images);
    if (sums) this.#training.frame.setSums(sums);
    return this.#training;
  }

  #compile(program: Program, batch: number): Running {
    const frame = new Frame(this.#memory, batch, this.#threads.narrowTiles);
    const compiled = new Compiled(this.#memory, program, batch, this.#threads.count, frame, this.#outside);
    return { compiled, frame };
  }

  #release(running: Running | undefined): void {
    running?.compiled.dispose();
    running?.frame.dispose();
  }

  #dataSet(): DataSet {
    if (!this.#data) throw new Error('this trainer has no data set');
    return this.#data;
  }

  #assertAlive(): void {
    if (this.#disposed) throw new Error('the trainer was disposed of');
  }
}
