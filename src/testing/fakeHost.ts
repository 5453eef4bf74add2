/** For tests: a host over engines that compute nothing, with all that it said. */
import { SHARD_SIZE, shareShards } from '../data/dataSet.ts';
import { openDataSet } from '../data/source.ts';
import {
  type Engine,
  EngineLost,
  EngineRefusal,
  type EngineResult,
  type OfferedKind,
} from '../engine/engine.ts';
import type { Network } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { imageBytes } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { Checkpoint, CurvePoint, EpochResult, Outcome } from '../training/events.ts';
import type { CreateEngine } from '../worker/engines.ts';
import { Host } from '../worker/host.ts';
import type { Command, RememberedChoice, RunId, RunToStart, WorkerEvent } from '../worker/protocol.ts';
import { FakeTrainer } from './fakeTrainer.ts';

export class FakeEngine implements Engine {
  /** Tells that the device went away; `dead` alone lets it be found out. */
  lose: (why: string) => void = () => undefined;
  readonly lost = new Promise<string>((resolve) => {
    this.lose = resolve;
  });
  readonly given: string[] = [];
  readonly trainers: FakeTrainer[] = [];
  /** Why it takes no trainer. */
  refusal: string | undefined;
  disposed = false;
  dead = false;
  constructor(
    readonly kind: OfferedKind,
    readonly software: boolean,
    /** Milliseconds that a read takes, as if steps did. */
    readonly slowness: number,
  ) {}
  get description(): string {
    return `Fake ${this.kind}`;
  }
  putImages(dataSet: string, split: string, start: number): void {
    this.given.push(`${dataSet}/${split}/${start}`);
  }
  dropImages(dataSet: string): void {
    this.given.push(`drop ${dataSet}`);
  }
  async createTrainer(_network: Network, parameters: Parameters): Promise<FakeTrainer> {
    if (this.refusal !== undefined) throw new EngineRefusal(this.refusal);
    const trainer = new FakeTrainer();
    if (parameters.has('state')) trainer.setParameters(parameters);
    const read = trainer.readMetrics.bind(trainer);
    const copy = trainer.parameters.bind(trainer);
    trainer.readMetrics = async () => {
      this.#assertAlive();
      if (this.slowness > 0) await new Promise((resolve) => setTimeout(resolve, this.slowness));
      return read();
    };
    trainer.parameters = async () => {
      this.#assertAlive();
      return copy();
    };
    this.trainers.push(trainer);
    return trainer;
  }
  #assertAlive(): void {
    if (this.dead) throw new EngineLost(`${this.description} was lost`);
  }
  liveBuffers() {
    return { count: 0, bytes: 0 };
  }
  dispose(): void {
    this.disposed = true;
    for (const trainer of this.trainers) trainer.dispose();
  }
}

export const QUICK: Experiment = {
  ...DEFAULT_EXPERIMENT,
  data: 'synthetic',
  images: 100,
  batch: 10,
  epochs: 2,
};

/** Any bytes at all, an image of each class in turn. */
const NOISE = Uint8Array.from(
  { length: SHARD_SIZE * imageBytes(SYNTHETIC) },
  (_, i) => (i * 2_654_435_761) >>> 24,
);
const labelsOf = (rows: number) =>
  Uint8Array.from({ length: rows }, (_, row) => row % SYNTHETIC.classes.length);

/** The synthetic set without its pictures: drawing them takes seconds, and nothing that a host does depends on them. */
const openNoise: typeof openDataSet = async (name, seed, options) => {
  if (name !== SYNTHETIC.id) return openDataSet(name, seed, options);
  const load = shareShards(SYNTHETIC, async (split, index) => ({
    ...{ split, index, start: index * SHARD_SIZE, images: NOISE, labels: labelsOf(SHARD_SIZE) },
  }));
  const trainLabels = labelsOf(SYNTHETIC.counts.train);
  return { spec: SYNTHETIC, id: `${SYNTHETIC.id}-${seed}`, trainLabels, load };
};

export interface Machine {
  readonly fetch?: typeof globalThis.fetch;
  readonly slowness?: Partial<Record<OfferedKind, number>>;
  readonly software?: readonly OfferedKind[];
  readonly memory?: Map<string, RememberedChoice>;
  /** Real engines in place of the fakes. */
  readonly create?: CreateEngine;
}

/** A host over fake engines, or those that `create` makes. */
export function hostOver(
  available: readonly OfferedKind[],
  { fetch, slowness = {}, software = [], memory = new Map(), create }: Machine = {},
) {
  const events: WorkerEvent[] = [];
  /** Runs that lacked code. */
  const incomplete: RunId[] = [];
  const engines: FakeEngine[] = [];
  /** The first of each run. */
  const outcomes = new Map<RunId, Outcome>();
  const waiting = new Set<() => void>();
  const createEngine = async (kind: OfferedKind): Promise<EngineResult> => {
    if (!available.includes(kind)) return { unavailable: `${kind}: not on this machine` };
    const engine = new FakeEngine(kind, software.includes(kind), slowness[kind] ?? 0);
    engines.push(engine);
    return { engine };
  };
  const host = new Host({
    send: (event) => {
      events.push(event);
      if (event.kind === 'ended') outcomes.set(event.run, outcomes.get(event.run) ?? event.outcome);
      for (const heard of waiting) heard();
    },
    incomplete: (run) => {
      incomplete.push(run);
      for (const heard of waiting) heard();
    },
    createEngine: create ?? createEngine,
    openDataSet: openNoise,
    data: { baseUrl: 'http://localhost/data/', retryDelaysMs: [], ...(fetch && { fetch }) },
    memory: { recall: (key) => memory.get(key), remember: (key, choice) => memory.set(key, choice) },
  });
  const until = (found: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const heard = (): void => {
        if (!found()) return;
        waiting.delete(heard);
        resolve();
      };
      waiting.add(heard);
      heard();
    });
  const outcomeOf = (run: string) => outcomes.get(run);
  const ended = (run: string) => until(() => outcomeOf(run) !== undefined);
  const send = (...commands: Command[]): void => {
    for (const command of commands) host.handle(command);
  };
  /** The last one that the run left. */
  const checkpointOf = (run: string) =>
    events.flatMap((e) => (e.kind === 'checkpoint' && e.run === run ? [e.checkpoint] : [])).at(-1);
  const uncaught = (error: unknown) => host.uncaught(error);
  return { events, engines, incomplete, send, uncaught, until, ended, outcomeOf, checkpointOf };
}

export const toStart = (
  run: RunId,
  settings: Partial<Experiment> = {},
  checkpoint?: Checkpoint,
): RunToStart => ({ run, experiment: { ...QUICK, ...settings }, checkpoint });

export const start = (run: RunId, settings?: Partial<Experiment>, checkpoint?: Checkpoint): Command => ({
  kind: 'start',
  runs: [toStart(run, settings, checkpoint)],
});

export const stepsOf = (events: readonly WorkerEvent[], run: string): number =>
  Math.max(0, ...events.flatMap((e) => (e.kind === 'progress' && e.run === run ? [e.progress.step] : [])));

/** The curve and the history of a run as a page would have them in the end. */
export function curveOf(events: readonly WorkerEvent[], run: RunId) {
  let points: CurvePoint[] = [];
  let history: EpochResult[] = [];
  for (const event of events) {
    if (!('run' in event) || event.run !== run) continue;
    if (event.kind === 'engine') {
      points = points.filter(({ images }) => images <= event.images);
      history = history.filter(({ images }) => images <= event.images);
    } else if (event.kind === 'progress') points.push(...event.points);
    else if (event.kind === 'epoch')
      history = [...history.filter(({ epoch }) => epoch < event.result.epoch), event.result];
  }
  return { points: points.map((point) => ({ ...point, ms: 0 })), history };
}
