/** What a finished, diverged or interrupted run leaves behind: the JSON that the page imports and other tools read. */
import { createHash } from 'node:crypto';
import type { Network } from '../network/layers.ts';
import { parameterSpecs } from '../network/parameters.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { CurvePoint, EpochResult, Outcome, Score } from '../training/events.ts';

export interface RunResult {
  readonly experiment: Experiment;
  /** A value an epoch, under Keras's names; accuracies are fractions. */
  readonly history: Readonly<Record<'loss' | 'acc' | 'val_loss' | 'val_acc', readonly number[]>>;
  /** The curve: training images seen, and the means since the point before. */
  readonly steps: Readonly<Record<'images' | 'loss' | 'acc', readonly number[]>>;
  /** null for a run that did not get that far. */
  readonly test: Score | null;
  readonly outcome: Outcome['kind'];
  readonly engine: string;
  readonly threads: number;
  /** Wall-clock time, evaluations included. */
  readonly seconds: number;
  readonly weightsSha256: string;
}

export interface RunRecord {
  readonly experiment: Experiment;
  readonly history: readonly EpochResult[];
  readonly points: readonly CurvePoint[];
  readonly outcome: Outcome;
  readonly engine: string;
  readonly threads: number;
  readonly seconds: number;
  readonly weightsSha256: string;
}

export function resultOf({ history, points, outcome, ...rest }: RunRecord): RunResult {
  const column = <T, K extends keyof T>(rows: readonly T[], key: K) => rows.map((row) => row[key]);
  return {
    experiment: rest.experiment,
    history: {
      loss: column(history, 'loss'),
      acc: column(history, 'acc'),
      val_loss: column(history, 'val_loss'),
      val_acc: column(history, 'val_acc'),
    },
    steps: { images: column(points, 'images'), loss: column(points, 'loss'), acc: column(points, 'acc') },
    test: outcome.kind === 'finished' ? outcome.test : null,
    outcome: outcome.kind,
    engine: rest.engine,
    threads: rest.threads,
    seconds: rest.seconds,
    weightsSha256: rest.weightsSha256,
  };
}

/** SHA-256 of all weights (moving statistics included, optimizer slots not), float32 little-endian, in the documented order. */
export function weightsSha256(network: Network, parameters: ReadonlyMap<string, Float32Array>): string {
  const hash = createHash('sha256');
  for (const { name, role } of parameterSpecs(network)) {
    const values = role === 'slot' ? undefined : parameters.get(name);
    if (values) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
