/** One network in training: its state, and its programs for steps and for scoring, made when they are first needed. */
import type { Network } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import {
  type BatchTrainer,
  type Evaluation,
  type Inspection,
  type InspectRequest,
  type LiveBuffers,
  type Metrics,
  type Split,
  sumOfBuffers,
} from '../engine.ts';
import { LatestLook } from '../look.ts';
import { coefficientsAt } from '../program/coefficients.ts';
import { compileScoring, compileTraining, type Program } from '../program/compile.ts';
import { Compiled, type List } from './compiled.ts';
import type { Device } from './device.ts';
import type { StoredImages } from './images.ts';
import { Look } from './look.ts';
import { State } from './state.ts';
import { trialsOf } from './trials.ts';

/** Images scored at once. */
const SCORING_BATCH = 128;

export class WgslTrainer implements BatchTrainer {
  readonly #network: Network;
  readonly #device: Device;
  readonly #data: StoredImages | undefined;
  readonly #state: State;
  readonly #onDispose: (trainer: WgslTrainer) => void;
  readonly #program: Program;
  #training: Compiled | undefined;
  #scoring: Compiled | undefined;
  readonly #look = new LatestLook<Look>();
  #disposed = false;

  constructor(
    device: Device,
    network: Network,
    parameters: Parameters,
    data: StoredImages | undefined,
    onDispose: (trainer: WgslTrainer) => void,
  ) {
    this.#network = network;
    this.#device = device;
    this.#data = data;
    this.#onDispose = onDispose;
    this.#program = compileTraining(network);
    this.#state = State.of(device, network, parameters);
  }

  /** Makes ready for steps of so many images. @throws EngineRefusal */
  async prepare(images: number): Promise<void> {
    await this.#device.tuning?.search(trialsOf(this.#device, this.#program, images, this.#state));
    const training = await Compiled.make(this.#device, this.#program, images, this.#state);
    if (this.#disposed) training.dispose();
    this.#assertAlive();
    this.#training = training;
  }

  step(indices: Uint32Array, t: number, learningRate?: number): void {
    const data = this.#dataSet();
    const coefficients = coefficientsAt(this.#network.optimizer, t, learningRate);
    const list: List = (rows, labels) => {
      data.list('train', indices, rows, labels);
      return data.buffer('train');
    };
    this.#trainingFor(indices.length).run(indices.length, t, list, coefficients);
  }

  stepOnBatch(x: Float32Array, labels: Uint8Array, t: number, learningRate?: number): void {
    const training = this.#trainingFor(labels.length);
    training.write(this.#program.input, x);
    const coefficients = coefficientsAt(this.#network.optimizer, t, learningRate);
    const list: List = (_, into) => {
      into.set(labels);
      return undefined;
    };
    training.run(labels.length, t, list, coefficients);
    training.flush();
  }

  async readMetrics(): Promise<Metrics> {
    const none = { images: 0, lossSum: 0, correct: 0, firstNonFinite: undefined };
    return this.#training?.takeSums() ?? none;
  }

  async evaluate(split: Split, start: number, end: number): Promise<Evaluation> {
    this.#assertAlive();
    this.#training?.flush();
    // At once, as it is a look at how things stand now: no step may come between.
    this.#scoring ??= new Compiled(this.#device, compileScoring(this.#network), SCORING_BATCH, this.#state);
    const scoring = this.#scoring;
    const data = this.#dataSet();
    for (let row = start; row < end; row += SCORING_BATCH) {
      const count = Math.min(SCORING_BATCH, end - row);
      const rows = Array.from({ length: count }, (_, i) => row + i);
      scoring.run(count, 0, (list, labels) => {
        data.list(split, rows, list, labels);
        return data.buffer(split);
      });
    }
    const { images, lossSum, correct } = await scoring.takeSums();
    return { images, lossSum, correct };
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    this.#assertAlive();
    this.#training?.flush();
    const make = () => new Look(this.#device, this.#network, request, this.#state);
    const look = this.#look.for(request, this.#network.input, make);
    return look.run(request, this.#dataSet());
  }

  async parameters(): Promise<Map<string, Float32Array>> {
    this.#training?.flush();
    return this.#state.read(this.#training?.remaining);
  }

  setParameters(parameters: Parameters): void {
    this.#assertAlive();
    this.#training?.flush();
    this.#state.write(parameters);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const one of [this.#training, this.#scoring, this.#look]) one?.dispose();
    this.#state.dispose();
    this.#onDispose(this);
  }

  liveBuffers(): LiveBuffers {
    const programs = [this.#training, this.#scoring, this.#look.get()?.compiled].filter(
      (one) => one !== undefined,
    );
    return sumOfBuffers([{ count: 1, bytes: this.#state.bytes }, ...programs]);
  }

  /** The training program, for at least so many images. */
  #trainingFor(images: number): Compiled {
    this.#assertAlive();
    if (this.#training && this.#training.batch >= images) return this.#training;
    this.#training?.flush();
    this.#training?.dispose();
    this.#training = new Compiled(this.#device, this.#program, images, this.#state);
    return this.#training;
  }

  #dataSet(): StoredImages {
    if (!this.#data) throw new Error('this trainer has no data set');
    return this.#data;
  }

  #assertAlive(): void {
    if (this.#disposed) throw new Error('the trainer was disposed of');
    this.#device.check();
  }
}
