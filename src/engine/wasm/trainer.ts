/** One network in training: its state, and its programs for steps and for scoring, made when they are first needed. */
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type {
  BatchTrainer,
  Evaluation,
  Inspection,
  InspectRequest,
  LiveBuffers,
  Metrics,
  Split,
} from '../engine.ts';
import { LatestLook } from '../look.ts';
import { compileScoring, compileTraining, type Program } from '../program/compile.ts';
import { Compiled } from './compiled.ts';
import type { StoredImages } from './dataSets.ts';
import { Look } from './look.ts';
import type { Memory } from './memory.ts';
import { profile, profileShares, type Shares, type Timing } from './profile.ts';
import { State } from './state.ts';
import { fusedParameters, tasksOf } from './tasks.ts';
import type { Threads } from './threads.ts';

/** Images scored at once: enough for the kernels, and a small workspace. */
const SCORING_BATCH = 32;

export class WasmTrainer implements BatchTrainer {
  readonly #network: Network;
  readonly #memory: Memory;
  readonly #threads: Threads;
  readonly #data: StoredImages | undefined;
  readonly #state: State;
  readonly #onDispose: (trainer: WasmTrainer) => void;
  readonly #program: Program;
  #training: Compiled | undefined;
  #scoring: Compiled | undefined;
  readonly #look = new LatestLook<Look>();
  #disposed = false;
  readonly #rows = new Uint32Array(SCORING_BATCH);

  constructor(
    memory: Memory,
    threads: Threads,
    network: Network,
    parameters: Parameters,
    data: StoredImages | undefined,
    onDispose: (trainer: WasmTrainer) => void,
  ) {
    this.#network = network;
    this.#memory = memory;
    this.#threads = threads;
    this.#data = data;
    this.#onDispose = onDispose;
    this.#program = compileTraining(network);
    this.#state = new State(memory, network, parameters, fusedParameters(tasksOf(this.#program).rest));
  }

  step(indices: Uint32Array, t: number, learningRate?: number): void {
    const training = this.#trainingFor(indices.length);
    const { images, labels } = training.frame;
    this.#dataSet().list('train', indices, 0, indices.length, images, labels);
    training.frame.setCoefficients(this.#network.optimizer, t, learningRate);
    training.run(indices.length, t);
  }

  stepOnBatch(x: Float32Array, labels: Uint8Array, t: number, learningRate?: number): void {
    const training = this.#trainingFor(labels.length);
    training.write(this.#program.input, x, labels.length);
    this.#memory.words.set(labels, training.frame.labels >>> 2);
    training.frame.setCoefficients(this.#network.optimizer, t, learningRate);
    training.run(labels.length, t, true);
  }

  async readMetrics(): Promise<Metrics> {
    const none = { images: 0, lossSum: 0, correct: 0, firstNonFinite: undefined };
    return this.#training?.frame.takeSums() ?? none;
  }

  async evaluate(split: Split, start: number, end: number): Promise<Evaluation> {
    this.#assertAlive();
    this.#scoring ??= this.#compile(compileScoring(this.#network), SCORING_BATCH);
    const { frame } = this.#scoring;
    for (let row = start; row < end; row += SCORING_BATCH) {
      const count = Math.min(SCORING_BATCH, end - row);
      for (let i = 0; i < count; i++) this.#rows[i] = row + i;
      this.#dataSet().list(split, this.#rows, 0, count, frame.images, frame.labels);
      this.#scoring.run(count, 0);
    }
    const { images, lossSum, correct } = frame.takeSums();
    return { images, lossSum, correct };
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    this.#assertAlive();
    const make = () =>
      this.#memory.allOrNothing(
        () => new Look(this.#memory, this.#threads, this.#network, request, this.#state),
      );
    const look = this.#look.for(request, this.#network.input, make);
    return look.run(request, this.#dataSet());
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
    for (const one of [this.#training, this.#scoring, this.#look]) one?.dispose();
    for (const block of this.#state.blocks) this.#memory.release(block);
    this.#onDispose(this);
  }

  liveBuffers(): LiveBuffers {
    const holders = [this.#state, this.#training, this.#scoring, this.#look.get()];
    const blocks = holders.flatMap((holder) => holder?.blocks ?? []);
    const bytes = blocks.reduce((sum, block) => sum + this.#memory.sizeAt(block), 0);
    return { count: blocks.length, bytes };
  }

  /** Where the time of the last training step went. The network is of no use afterwards. */
  profile(rounds: number): Timing[] {
    return this.#training ? profile(this.#profiled(this.#training, rounds)) : [];
  }

  /** The same for each thread's share, were there so many. */
  profileShares(rounds: number, counts: readonly number[]): Shares[] {
    return this.#training ? profileShares(this.#profiled(this.#training, rounds), counts) : [];
  }

  #profiled({ instructions, frame }: Compiled, rounds: number) {
    return { memory: this.#memory, threads: this.#threads, instructions, frame: frame.address, rounds };
  }

  /** The training program, for at least so many images. The sums go on in a new one. */
  #trainingFor(images: number): Compiled {
    this.#assertAlive();
    if (this.#training && this.#training.batch >= images) return this.#training;
    const sums = this.#training?.frame.copySums();
    this.#training?.dispose();
    this.#training = undefined;
    this.#training = this.#compile(this.#program, images);
    if (sums) this.#training.frame.setSums(sums);
    return this.#training;
  }

  #compile(program: Program, batch: number): Compiled {
    return this.#memory.allOrNothing(
      () => new Compiled(this.#memory, this.#threads, program, batch, this.#state),
    );
  }

  #dataSet(): StoredImages {
    if (!this.#data) throw new Error('this trainer has no data set');
    return this.#data;
  }

  #assertAlive(): void {
    if (this.#disposed) throw new Error('the trainer was disposed of');
  }
}
