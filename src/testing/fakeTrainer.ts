/** A trainer for tests of the loop and of the worker: it computes nothing and forgets nothing. */
import type { Evaluation, Inspection, InspectRequest, Metrics, Trainer } from '../engine/engine.ts';

/** A trainer whose state is a hash of all that it was told, so that any lost, doubled or swapped step shows. */
export class FakeTrainer implements Trainer {
  state = 1;
  disposed = false;
  readonly seen: number[] = [];
  readonly rates: number[] = [];
  #images = 0;
  #lossSum = 0;
  #firstNonFinite: number | undefined;
  constructor(readonly diverges: { at: number; loss: number } | undefined = undefined) {}

  step(indices: Uint32Array, t: number, learningRate = 0): void {
    this.#assertAlive();
    this.rates.push(learningRate);
    for (const index of indices) {
      this.state = (Math.imul(this.state, 31) + index * 7 + t) | 0;
      this.seen.push(index);
    }
    this.#images += indices.length;
    const broken = this.diverges !== undefined && t >= this.diverges.at;
    if (broken) this.#firstNonFinite ??= t;
    this.#lossSum += broken ? (this.diverges?.loss ?? 0) : indices.length * (this.state & 1023);
  }

  async readMetrics(): Promise<Metrics> {
    this.#assertAlive();
    const metrics = {
      images: this.#images,
      lossSum: this.#lossSum,
      correct: Math.floor(this.#images / 2),
      firstNonFinite: this.#firstNonFinite,
    };
    this.#images = 0;
    this.#lossSum = 0;
    return metrics;
  }

  async evaluate(_split: string, start: number, end: number): Promise<Evaluation> {
    this.#assertAlive();
    return { images: end - start, lossSum: (end - start) * (this.state & 255), correct: end - start };
  }

  /** Every output is as large as any of ours could be for each image. */
  async inspect({ images, outputs }: InspectRequest): Promise<Inspection> {
    const count = 'rows' in images ? images.rows.length : images.labels.length;
    return {
      logits: new Float32Array(count * 10).fill(this.state),
      outputs: new Map(outputs.map((name) => [name, new Float32Array(count * 1024).fill(this.state & 255)])),
      gradients: new Map(),
    };
  }

  async parameters(): Promise<Map<string, Float32Array>> {
    this.#assertAlive();
    return new Map([['state', new Float32Array(new Int32Array([this.state]).buffer.slice(0))]]);
  }

  setParameters(parameters: ReadonlyMap<string, Float32Array>): void {
    const bits = parameters.get('state') ?? new Float32Array(1);
    this.state = new Int32Array(bits.buffer)[0] ?? 0;
  }

  dispose(): void {
    this.disposed = true;
  }

  #assertAlive(): void {
    if (this.disposed) throw new Error('the trainer was disposed of');
  }
}
