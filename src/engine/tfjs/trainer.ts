/** Trains one network: forward, loss, backward, update, with nothing read back until somebody asks. */
import { engine, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Network, sizeOf } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type { BatchTrainer } from '../conformance/engineOps.ts';
import type { Evaluation, Metrics, Split } from '../engine.ts';
import type { Device } from './devices/device.ts';
import type { DataSet } from './images.ts';
import type { Forward, Pass } from './layers/layer.ts';
import { layerOps } from './layers/registry.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { MetricSums } from './metrics.ts';
import { State } from './state.ts';

/** Images scored at once. One shape for all of a split: its last rows are padded, and the padding not counted. */
export const EVALUATION_BATCH = 100;

const floats = (values: Float32Array, shape: readonly number[]): Tensor =>
  engine().makeTensor(values, [...shape], 'float32');

export class TfjsTrainer implements BatchTrainer {
  private readonly ops;
  private state: State;
  private readonly sums: MetricSums;
  private images = 0;
  /** Numbers of the steps since the metrics were last read. */
  private steps: number[] = [];
  private disposed = false;

  constructor(
    private readonly device: Device,
    private readonly network: Network,
    parameters: Parameters,
    private readonly dataSet: DataSet,
    private readonly onDispose: (trainer: TfjsTrainer) => void,
  ) {
    this.ops = layerOps(network);
    const { state, sums } = device.run(() => ({
      state: new State(network, parameters),
      sums: new MetricSums(),
    }));
    this.state = state;
    this.sums = sums;
  }

  step(indices: Uint32Array, t: number): void {
    const { x, labels } = this.dataSet.batch('train', indices);
    this.stepOnBatch(x, labels, t);
  }

  stepOnBatch(x: Float32Array, labels: Uint8Array, t: number): void {
    this.device.run(() => tidy(() => this.trainOn(x, labels, t)));
    this.images += labels.length;
    this.steps.push(t);
  }

  private trainOn(x: Float32Array, labels: Uint8Array, t: number): void {
    const gradients = new Map<string, Tensor>();
    const moved = new Map<string, Tensor>();
    const pass = this.pass(t, gradients, moved);
    const input = floats(x, [labels.length, ...this.network.input]);
    const forwards = this.forward(input, pass);
    const logits = forwards.at(-1)?.y ?? input;
    const loss = softmaxCrossEntropy(logits, floats(Float32Array.from(labels), [labels.length]));
    this.sums.add(loss.sums);
    this.backward(forwards, loss.gradient());
    this.state.update(gradients, moved, t);
  }

  private pass(t: number, gradients: Map<string, Tensor>, moved: Map<string, Tensor>): Pass {
    const views = this.state.views();
    return {
      training: t > 0,
      t,
      parameter(name) {
        const view = views.get(name);
        if (!view) throw new Error(`no parameter ${name}`);
        return view;
      },
      setGradient: (name, gradient) => gradients.set(name, gradient),
      moving: (name) => this.state.movingStatistic(name),
      setMoving: (name, value) => moved.set(name, value),
    };
  }

  private forward(input: Tensor, pass: Pass): Forward[] {
    let x = input;
    return this.ops.map((op) => {
      const forward = op(x, pass);
      x = forward.y;
      return forward;
    });
  }

  /** Walks back, disposing of what has served: at batch 128 the activations are most of the memory. */
  private backward(forwards: readonly Forward[], dlogits: Tensor): void {
    let dy: Tensor | undefined = dlogits;
    for (let i = forwards.length - 1; i >= 0 && dy; i--) {
      const { y, backward } = forwards[i] as Forward;
      const dx = backward(dy, i > 0);
      y.dispose();
      dy.dispose();
      dy = dx;
    }
  }

  async readMetrics(): Promise<Metrics> {
    const { images, steps } = this;
    this.images = 0;
    this.steps = [];
    const { lossSum, correct, finiteSteps } = await this.device.read(() => this.sums.take());
    const firstNonFinite = finiteSteps === undefined ? undefined : steps[finiteSteps];
    return { images, lossSum, correct, firstNonFinite };
  }

  async evaluate(split: Split, start: number, end: number): Promise<Evaluation> {
    const sums = this.device.run(() => new MetricSums());
    try {
      for (let from = start; from < end; from += EVALUATION_BATCH) {
        const count = Math.min(EVALUATION_BATCH, end - from);
        this.device.run(() => tidy(() => this.score(split, from, count, sums)));
      }
      const { lossSum, correct } = await this.device.read(() => sums.take());
      return { images: end - start, lossSum, correct };
    } finally {
      sums.dispose();
    }
  }

  private score(split: Split, start: number, count: number, sums: MetricSums): void {
    const rows = Array.from({ length: count }, (_, i) => start + i);
    const { x, labels } = this.dataSet.batch(split, rows);
    const padded = new Float32Array(EVALUATION_BATCH * sizeOf(this.network.input));
    padded.set(x);
    const counted = new Float32Array(EVALUATION_BATCH).fill(-1);
    counted.set(labels);
    const input = floats(padded, [EVALUATION_BATCH, ...this.network.input]);
    const logits = this.forward(input, this.pass(0, new Map(), new Map())).at(-1)?.y ?? input;
    sums.add(softmaxCrossEntropy(logits, floats(counted, [EVALUATION_BATCH])).sums);
  }

  parameters(): Promise<Map<string, Float32Array>> {
    return this.device.read(() => this.state.read());
  }

  setParameters(parameters: Parameters): void {
    this.device.run(() => {
      const old = this.state;
      this.state = new State(this.network, parameters);
      old.dispose();
    });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.state.dispose();
    this.sums.dispose();
    this.onDispose(this);
  }
}
