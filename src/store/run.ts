/** One run as the page knows it: an experiment under one seed, and all that its training reported so far. */
import type { RunResult } from '../results/runFile.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import { describeSetting, differingFields, methodName } from '../spec/describe.ts';
import { type Comparison, type Experiment, expandRepeats } from '../spec/experiment.ts';
import { FIELD_KEYS, type FieldKey } from '../spec/fields.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { CurvePoint, EpochResult, Finished, Fork, Outcome, Progress } from '../training/events.ts';
import type { EngineInfo, RunId } from '../worker/protocol.ts';

export type RunStatus =
  | { readonly kind: 'waiting'; readonly for: 'turn' | 'engine' }
  /** Bytes, 0 where unknown. */
  | { readonly kind: 'waiting'; readonly for: 'data'; readonly received: number; readonly total: number }
  | { readonly kind: 'training' }
  /** Images scored so far, of `total`. */
  | {
      readonly kind: 'validating' | 'testing' | 'recalibrating';
      readonly done: number;
      readonly total: number;
    }
  | Finished
  | { readonly kind: 'diverged'; readonly step: number; readonly message: string }
  | { readonly kind: 'stopped' }
  /** The page was closed or crashed while it trained; it can go on from its checkpoint. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly message: string };

/** How far the weights that are kept go. */
export interface Kept {
  readonly step: number;
  readonly images: number;
}

export interface RunRecord {
  readonly id: RunId;
  readonly experiment: Experiment;
  readonly name: string;
  /** What its owner wrote about it. */
  readonly notes: string;
  /** Trained in this browser, or brought by a link or a file, without weights. */
  readonly origin: 'here' | 'link' | 'file';
  /** Where it left another run, if it did not start from initial weights. */
  readonly fork: Fork | undefined;
  /** Paused by itself: others train meanwhile. */
  readonly held: boolean;
  /** Index into the series colours and dashes. */
  readonly colour: number;
  readonly visible: boolean;
  readonly status: RunStatus;
  readonly progress: Progress | undefined;
  readonly points: readonly CurvePoint[];
  readonly history: readonly EpochResult[];
  readonly engine: EngineInfo | undefined;
  /** What it really trains on, once that is known. */
  readonly data: UsedData | undefined;
  /** The latest checkpoint; undefined where there is none to go on from. */
  readonly kept: Kept | undefined;
  /** Relative error of the curve's losses, where a link carried them in few digits. */
  readonly lossPrecision: number | undefined;
}

export function newRun(id: RunId, experiment: Experiment, colour: number, name: string): RunRecord {
  return {
    id,
    experiment,
    name,
    notes: '',
    origin: 'here',
    fork: undefined,
    held: false,
    colour,
    visible: true,
    status: { kind: 'waiting', for: 'turn' },
    progress: undefined,
    points: [],
    history: [],
    engine: undefined,
    data: undefined,
    kept: undefined,
    lossPrecision: undefined,
  };
}

/** Appended to the name of a run that fell back: ' · Synthetic data'. */
const onData = ({ name }: DataSpec): string => ` · ${name} data`;

/** The run once it is known what it trains on; what it was not asked to train on becomes part of its name. */
export const withData = (run: RunRecord, data: UsedData): RunRecord => ({
  ...run,
  data,
  name: data.why !== undefined && run.data === undefined ? `${run.name}${onData(data.spec)}` : run.name,
});

/** Its name as it was before it fell back: another try may not. */
export function nameAsAsked({ name, data }: RunRecord): string {
  const end = data?.why === undefined ? '' : onData(data.spec);
  return end !== '' && name.endsWith(end) ? name.slice(0, -end.length) : name;
}

type Ended = Extract<RunStatus, { kind: 'finished' | 'diverged' | 'stopped' | 'interrupted' | 'failed' }>;

export function hasEnded(status: RunStatus): status is Ended {
  switch (status.kind) {
    case 'waiting':
    case 'training':
    case 'validating':
    case 'testing':
    case 'recalibrating':
      return false;
    case 'finished':
    case 'diverged':
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return true;
    default:
      return status satisfies never;
  }
}

/** Whether the run still has work to do. */
export const isActive = ({ status }: RunRecord): boolean => !hasEnded(status);

/** Whether there are weights to ask: here now, or kept. */
export const hasNetwork = (run: RunRecord): boolean => isActive(run) || run.kept !== undefined;

/** Whether it ended early and can go on from its checkpoint. */
export const canGoOn = ({ status, kept }: RunRecord): boolean =>
  kept !== undefined && ['interrupted', 'stopped', 'failed'].includes(status.kind);

/** The run as its file, its link and statistics see it: with the data that it was really trained on. */
export function resultOf(run: RunRecord): RunResult {
  const { name, notes, fork, history, points, status, data } = run;
  const asked = run.experiment;
  const experiment = data && data.spec.id !== asked.data ? { ...asked, data: data.spec.id } : asked;
  const ms = points.at(-1)?.ms ?? 0;
  return {
    name,
    ...(notes !== '' && { notes }),
    experiment,
    ...(data && { data }),
    ...(fork && { fork }),
    history,
    points,
    outcome: outcomeOf(status),
    engine: run.engine?.description ?? '',
    threads: null,
    seconds: ms > 0 ? ms / 1000 : null,
    weightsSha256: (status.kind === 'finished' && status.weightsSha256) || null,
  };
}

/** A run that is still under way, or was interrupted, counts as stopped where it is. */
function outcomeOf(status: RunStatus): Outcome {
  switch (status.kind) {
    case 'finished':
    case 'diverged':
    case 'failed':
      return status;
    default:
      return { kind: 'stopped' };
  }
}

/** Equal for experiments that train the same thing; repeats is a wish for several runs, not a setting of one. */
export const settingsKey = (experiment: Experiment): string =>
  JSON.stringify(FIELD_KEYS.map((key) => (key === 'repeats' ? 1 : experiment[key])));

/** A result that was not trained on this page, as a run of the table. */
export function recordOf(id: RunId, result: RunResult, colour: number): RunRecord {
  const { name, notes = '', experiment, fork, history, points, outcome, engine, weightsSha256 } = result;
  return {
    ...newRun(id, experiment, colour, name),
    notes,
    data: result.data,
    fork,
    origin: 'file',
    status:
      outcome.kind === 'finished'
        ? { ...outcome, ...(weightsSha256 !== null && { weightsSha256 }) }
        : outcome,
    points,
    history,
    engine: engine === '' ? undefined : { kind: 'cpu', description: engine },
  };
}

/** The single-seed experiments that a comparison stands for, each once, in order. */
export function wantedRuns(comparison: Comparison): Experiment[] {
  const wanted = comparison.flatMap((experiment) => expandRepeats(experiment));
  return [...new Map(wanted.map((experiment) => [settingsKey(experiment), experiment])).values()];
}

/** What a name tells anyway, and what changes nothing about what is trained. */
const NOT_IN_NAMES: readonly FieldKey[] = ['norm', 'groups', 'weights', 'seed', 'repeats', 'engine'];

/** What groups are called beside each other: 'GN(32)+WS · batch 64', the method and every setting in which they differ. */
export function groupNamer(all: readonly Experiment[]): (experiment: Experiment) => string {
  const differing = differingFields(all).filter((key) => !NOT_IN_NAMES.includes(key));
  return (experiment) =>
    [methodName(experiment), ...differing.map((key) => describeSetting(experiment, key))].join(' · ');
}

/** Runs under names without '· seed 1', where that tells none of them from another. */
export function withShortNames(runs: readonly RunRecord[]): readonly RunRecord[] {
  if (new Set(runs.map(({ experiment }) => experiment.seed)).size > 1) return runs;
  const short = runs.map(({ name, experiment }) => name.replace(` · seed ${experiment.seed}`, ''));
  if (new Set(short).size < runs.length) return runs;
  return runs.map((run, i) => ({ ...run, name: short[i] ?? run.name }));
}

/** The group's name and the seed: 'GN(32)+WS · batch 64 · seed 1'. */
export const nameRun = (experiment: Experiment, beside: readonly Experiment[]): string =>
  `${groupNamer([experiment, ...beside])(experiment)} · seed ${experiment.seed}`;

/** Whether a name says nothing that its settings do not, so that another choice of them may take its place. */
function isGivenBySettings({ name, experiment }: RunRecord): boolean {
  const words = new Set([
    methodName(experiment),
    ...FIELD_KEYS.map((key) => describeSetting(experiment, key)),
    `seed ${experiment.seed}`,
  ]);
  return name.split(' · ').every((part) => words.has(part));
}

/** Runs from files, which others named, under names that tell them from all that stand beside them now. */
export function withTellingNames(runs: readonly RunRecord[]): readonly RunRecord[] {
  const nameOf = groupNamer(runs.map(({ experiment }) => experiment));
  return runs.map((run) => {
    if (run.origin !== 'file' || run.fork || !isGivenBySettings(run)) return run;
    const name = `${nameOf(run.experiment)} · seed ${run.experiment.seed}`;
    return name === run.name ? run : { ...run, name };
  });
}
