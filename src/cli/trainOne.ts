/** One run from initial weights to its test, on an engine that is there: what every command that trains is made of. */

import { latestMean } from '../curves/latest.ts';
import { DataUnavailable } from '../data/dataSet.ts';
import type { Engine } from '../engine/engine.ts';
import { buildNetwork } from '../network/build.ts';
import type { Network } from '../network/layers.ts';
import { initialParameters } from '../network/parameters.ts';
import type { RunResult } from '../results/runFile.ts';
import { runName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { plainNormName } from '../spec/norms/norms.ts';
import { decimal, grouped, percent } from '../spec/numbers.ts';
import { dataKey } from '../spec/usedData.ts';
import { misfit } from '../training/checkpoint.ts';
import type {
  Checkpoint,
  CurvePoint,
  EpochResult,
  Finished,
  Outcome,
  Score,
  TrainingEvent,
} from '../training/events.ts';
import { Run } from '../training/run.ts';
import { trainOn, weightsSha256 } from '../training/train.ts';
import type { Collection, Library } from '../worker/library.ts';
import { machineWords } from './sweep/machine.ts';

export interface Bench {
  readonly engine: Engine;
  /** null where the engine has none. */
  readonly threads: number | null;
  readonly library: Library;
}

export interface Watch {
  /** Whether to stop after the slice under way. */
  interrupted(): boolean;
  /** Before the first step. @param checkpoint what the run goes on from */
  onStart?(checkpoint: Checkpoint | undefined): void;
  /** @param latest how it does by now, once that can be said */
  onEvent(event: TrainingEvent, latest: Score | undefined): void;
}

/** Where a run stood, and the seconds that it had taken by then. */
export interface Standing {
  readonly checkpoint: Checkpoint;
  readonly seconds: number;
}

/**
 * @param from where it stood when it was cut short; one that does not fit is left aside
 * @param retestAlways a second test also where moving statistics have settled
 * @throws DataUnavailable
 */
export async function trainOne(
  experiment: Experiment,
  { engine, threads, library }: Bench,
  { interrupted, onStart, onEvent }: Watch,
  from?: Standing,
  retestAlways = false,
): Promise<RunResult> {
  const started = performance.now();
  const collection = await collect(experiment, library);
  const network = buildNetwork(experiment, collection.data.spec);
  const data = collection.on(engine);
  const standing = from && fits(from.checkpoint, network, experiment, collection) ? from : undefined;
  const checkpoint = standing?.checkpoint;
  onStart?.(checkpoint);
  const parameters = checkpoint?.parameters ?? initialParameters(network);
  const trainer = await engine.createTrainer(network, parameters, collection.data.id, experiment.batch);
  const points: CurvePoint[] = [...(checkpoint?.points ?? [])];
  const history: EpochResult[] = [...(checkpoint?.history ?? [])];
  const run = new Run({ experiment, trainer, data, checkpoint, retestAlways });
  const loop = trainOn(run);
  let outcome: Outcome = { kind: 'stopped' };
  while (!interrupted()) {
    const next = await loop.next();
    if (next.done) {
      outcome = next.value;
      break;
    }
    const event = next.value;
    if (event.kind === 'progress') points.push(...event.points);
    else if (event.kind === 'epoch') history.push(event.result);
    onEvent(event, latestScore(points));
    // Ctrl-C is heard between two slices.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (outcome.kind === 'stopped')
    onEvent({ kind: 'checkpoint', checkpoint: await run.checkpoint() }, latestScore(points));
  const hash =
    outcome.kind === 'finished'
      ? outcome.weightsSha256
      : await weightsSha256(network, await trainer.parameters());
  trainer.dispose();
  return {
    name: runName(experiment),
    experiment,
    data: collection.used,
    history,
    points,
    outcome,
    engine: engine.description,
    threads,
    machine: machineWords(),
    seconds: (standing?.seconds ?? 0) + (performance.now() - started) / 1000,
    weightsSha256: hash ?? null,
  };
}

function latestScore(points: readonly CurvePoint[]): Score | undefined {
  const [loss, acc] = [latestMean(points, 'loss'), latestMean(points, 'acc')];
  return loss === undefined || acc === undefined ? undefined : { loss, acc };
}

function fits(
  checkpoint: Checkpoint,
  network: Network,
  experiment: Experiment,
  { used }: Collection,
): boolean {
  const { data = used } = checkpoint;
  return (
    misfit(checkpoint, network) === undefined &&
    dataKey({ experiment, data }) === dataKey({ experiment, data: used })
  );
}

/** A terminal does not train on other data than asked for: it says what to do instead. */
export async function collect(experiment: Experiment, library: Library): Promise<Collection> {
  const collection = await library.collect(experiment, () => undefined);
  const { why } = collection.used;
  if (why === undefined) return collection;
  throw new DataUnavailable(`${why} Run 'npm run data' first, or train with --data synthetic.`);
}

function describeTest({ norm }: Experiment, { test, recalibrated }: Finished): string {
  const words = ({ loss, acc }: Score) => `test accuracy ${percent(acc, 2)}, test loss ${decimal(loss, 4)}`;
  if (!recalibrated) return words(test);
  const { test: again, images } = recalibrated;
  return `raw ${words(test)}: ${plainNormName(norm)}'s moving statistics had not settled; with statistics recalibrated on ${grouped(images)} training images ${words(again)}`;
}

/** What came of it, and how long it took. */
export const describeResult = ({ experiment, outcome, seconds }: RunResult): string =>
  `${describeOutcome(experiment, outcome)}${seconds === null ? '' : ` · ${decimal(seconds, 1)} s`}`;

function describeOutcome(experiment: Experiment, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'finished':
      return describeTest(experiment, outcome);
    case 'stopped':
      return 'stopped';
    case 'diverged':
    case 'failed':
      return outcome.message;
    default:
      return outcome satisfies never;
  }
}
