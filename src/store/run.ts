/** One run as the page knows it: an experiment under one seed, and all that its training reported so far. */
import { differingFields, methodName } from '../spec/describe.ts';
import type { DataSetName } from '../spec/experiment.ts';
import { type Comparison, type Experiment, expandRepeats } from '../spec/experiment.ts';
import { FIELD_KEYS, FIELDS, type Field, type FieldKey } from '../spec/fields.ts';
import type { CurvePoint, EpochResult, Progress, Score } from '../training/events.ts';
import type { EngineInfo, RunId } from '../worker/protocol.ts';

export type RunStatus =
  | { readonly kind: 'waiting'; readonly for: 'turn' | 'engine' }
  /** Bytes, 0 where unknown. */
  | { readonly kind: 'waiting'; readonly for: 'data'; readonly received: number; readonly total: number }
  | { readonly kind: 'training' }
  /** Images scored so far, of `total`. */
  | { readonly kind: 'validating' | 'testing'; readonly done: number; readonly total: number }
  | { readonly kind: 'finished'; readonly test: Score }
  | { readonly kind: 'diverged'; readonly step: number; readonly message: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/** The data set a run really trains on, and where it is not the one asked for, why. */
export interface RunData {
  readonly name: DataSetName;
  readonly why?: string;
}

export interface RunRecord {
  readonly id: RunId;
  readonly experiment: Experiment;
  readonly name: string;
  /** Index into the series colours and dashes. */
  readonly colour: number;
  readonly visible: boolean;
  readonly status: RunStatus;
  readonly progress: Progress | undefined;
  readonly points: readonly CurvePoint[];
  readonly history: readonly EpochResult[];
  readonly engine: EngineInfo | undefined;
  readonly data: RunData | undefined;
}

export function newRun(id: RunId, experiment: Experiment, colour: number, name: string): RunRecord {
  return {
    id,
    experiment,
    name,
    colour,
    visible: true,
    status: { kind: 'waiting', for: 'turn' },
    progress: undefined,
    points: [],
    history: [],
    engine: undefined,
    data: undefined,
  };
}

/** Whether the run still has work to do. */
export function isActive({ status }: RunRecord): boolean {
  switch (status.kind) {
    case 'waiting':
    case 'training':
    case 'validating':
    case 'testing':
      return true;
    case 'finished':
    case 'diverged':
    case 'stopped':
    case 'failed':
      return false;
    default:
      return status satisfies never;
  }
}

/** Equal for experiments that train the same thing; repeats is a wish for several runs, not a setting of one. */
export const settingsKey = (experiment: Experiment): string =>
  JSON.stringify(FIELD_KEYS.map((key) => (key === 'repeats' ? 1 : experiment[key])));

/** The single-seed experiments that a comparison stands for, each once, in order. */
export function wantedRuns(comparison: Comparison): Experiment[] {
  const wanted = comparison.flatMap((experiment) => expandRepeats(experiment));
  return [...new Map(wanted.map((experiment) => [settingsKey(experiment), experiment])).values()];
}

/** What a name tells anyway, and what changes nothing about what is trained. */
const NOT_IN_NAMES: readonly FieldKey[] = ['norm', 'groups', 'weights', 'seed', 'repeats', 'engine'];

/** 'GN(32)+WS · batch 64 · seed 1': the method, every setting in which it differs from those beside it, the seed. */
export function nameRun(experiment: Experiment, beside: readonly Experiment[]): string {
  const differing = differingFields([experiment, ...beside]).filter((key) => !NOT_IN_NAMES.includes(key));
  const settings = differing.map((key) => {
    const field: Field = FIELDS[key];
    const value = experiment[key];
    return field.kind === 'choice'
      ? `${key} ${value}`
      : `${key} ${Number(value).toLocaleString('en-US', { maximumFractionDigits: 6 })}`;
  });
  return [methodName(experiment), ...settings, `seed ${experiment.seed}`].join(' · ');
}
