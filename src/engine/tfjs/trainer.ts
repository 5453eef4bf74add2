/** Trains one network: forward, loss, backward, update, with nothing read back until somebody asks. */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Network, sizeOf } from '../../network/layers.ts';
import type { Parameters } from '../../network/parameters.ts';
import type {
  BatchTrainer,
  Evaluation,
  InspectedImages,
  Inspection,
  InspectRequest,
  Metrics,
  Split,
} from '../engine.ts';
import { backward, forward } from './chain.ts';
import type { Device } from './devices/device.ts';
import { type Batch, fractionsOf, type StoredImages } from './images.ts';
import { inspectOnDevice } from './inspection.ts';
import { upload } from './kernels/core.ts';
import type { Pass } from './layers/layer.ts';
import { layerOps } from './layers/registry.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { MetricSums } from './metrics.ts';
import { State } from './state.ts';

/** Images scored at once. One shape for all of a split: its last rows are padded, and the padding not counted. */
export const EVALUATION_BATCH = 100;

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
    private readonly dataSet: StoredImages,
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

  step(indices: Uint32Array, t: number, learningRate?: number): void {
    const { x, labels } = this.dataSet.batch('train', indices);
    this.stepOnBatch(x, labels, t, learningRate);
  }

  stepOnBatch(x: Float32Array, labels: Uint8Array, t: number, learningRate?: number): void {
    this.device.run(() => tidy(() => this.trainOn(x, labels, t, learningRate)));
    this.images += labels.length;
    this.steps.push(t);
  }

  private trainOn(x: Float32Array, labels: Uint8Array, t: number, learningRate?: number): void {
    const gradients = new Map<string, Tensor>();
    const moved = new Map<string, Tensor>();
    const pass = this.pass({ statistics: 'minibatch', dropoutStep: t, step: t }, gradients, moved);
    const input = upload(x, [labels.length, ...this.network.input]);
    const forwards = forward(this.ops, input, pass);
    const logits = forwards.at(-1)?.y ?? input;
    const loss = softmaxCrossEntropy(logits, upload(Float32Array.from(labels), [labels.length]));
    this.sums.add(loss.sums);
    backward(forwards, loss.gradient());
    this.state.update(gradients, moved, t, learningRate);
  }

  private pass(
    choices: Pick<Pass, 'statistics' | 'dropoutStep' | 'step'>,
    gradients = new Map<string, Tensor>(),
    moved = new Map<string, Tensor>(),
  ): Pass {
    const views = this.state.views();
    return {
      ...choices,
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
    const input = upload(padded, [EVALUATION_BATCH, ...this.network.input]);
    const pass = this.pass({ statistics: 'moving', dropoutStep: undefined, step: undefined });
    const logits = forward(this.ops, input, pass).at(-1)?.y ?? input;
    sums.add(softmaxCrossEntropy(logits, upload(counted, [EVALUATION_BATCH])).sums);
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    const { statistics, dropoutStep, step = dropoutStep } = request;
    const batch = this.inspected(request.images);
    const results = this.device.run(() =>
      inspectOnDevice(this.network, batch, request, (gradients) =>
        this.pass({ statistics, dropoutStep, step }, gradients),
      ),
    );
    try {
      return await this.device.read(() => results.read());
    } finally {
      results.dispose();
    }
  }

  /** In arrays of its own: steps that follow reuse the data set's, and the device may read its inputs late. */
  private inspected(images: InspectedImages): Batch {
    if ('pixels' in images) return { x: fractionsOf(images.pixels), labels: images.labels };
    const { x, labels } = this.dataSet.batch(images.split, images.rows);
    return { x: x.slice(), labels };
  }

  parameters(): Promise<Map<string, Float32Array>> {
    return this.device.read(() => this.state.read());
  }

  setParameters(parameters: Parameters): void {
    if (this.disposed) throw new Error('the trainer was disposed of');
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
