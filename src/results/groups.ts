/**
 * Runs that differ in nothing but the seed and where they ran, together: what a mean is taken over. A seed counts
 * once, however often it was run: a second run of it is the same training again and tells nothing new.
 */

import { type Experiment, epsilonOf, hasResidualNorms, keepsMovingStatistics } from '../spec/experiment.ts';
import { FIELD_KEYS, type FieldKey } from '../spec/fields.ts';
import { NORM_SETTINGS } from '../spec/norms/description.ts';
import { normHas } from '../spec/norms/norms.ts';
import { percentage } from '../spec/numbers.ts';
import { dataKey, type UsedData } from '../spec/usedData.ts';
import type { Fork } from '../training/events.ts';
import { judgedTest, type Scores, scoresOf } from './judged.ts';
import type { RunResult } from './runFile.ts';
import { mean, standardDeviation } from './statistics.ts';

export interface Group extends Scores {
  /** Its first run's. */
  readonly experiment: Experiment;
  readonly data: UsedData | undefined;
  readonly fork: Fork | undefined;
  /** One a seed, ascending: one that can be judged if there is any, else a finished one. */
  readonly runs: readonly RunResult[];
  /** How many seeds diverged. */
  readonly diverged: number;
}

/** What may differ within a group. */
const NOT_SETTINGS: readonly FieldKey[] = ['seed', 'repeats', 'engine'];

export interface Groupable {
  readonly experiment: Experiment;
  readonly fork?: Fork | undefined;
  readonly data?: UsedData | undefined;
}

/** The fields by which this experiment's runs are told from others; some matter to some norms only. */
export function settingsOf(experiment: Experiment): FieldKey[] {
  const matters = new Map<FieldKey, boolean>(
    NORM_SETTINGS.map((setting) => [setting, normHas(experiment.norm, setting)]),
  );
  if (!keepsMovingStatistics(experiment)) matters.set('momentum', false);
  if (!hasResidualNorms(experiment)) matters.set('zeroGamma', false);
  return FIELD_KEYS.filter((key) => !NOT_SETTINGS.includes(key) && matters.get(key) !== false);
}

/** Experiments never change, and keys are asked for at every event of a run. */
const keys = new WeakMap<Experiment, string>();

function settingsKey(experiment: Experiment): string {
  const known = keys.get(experiment);
  if (known !== undefined) return known;
  // A norm's own epsilon is one like any other.
  const told = { ...experiment, eps: epsilonOf(experiment) };
  const key = JSON.stringify(settingsOf(experiment).map((field) => [field, told[field]]));
  keys.set(experiment, key);
  return key;
}

/**
 * Equal for runs that were asked for alike, whatever they were trained on in the end. A fork's parent counts by its
 * settings, for its seed is the fork's own.
 */
export const askedKey = ({ experiment, fork }: Groupable): string =>
  JSON.stringify([settingsKey(experiment), fork && [settingsKey(fork.experiment), fork.step, fork.images]]);

/** Equal for runs of one group: of the same settings, and really trained on the same images. */
export function groupKey(run: Groupable): string {
  const { experiment, data } = run;
  const asked = { ...run, experiment: atUsed(experiment, data) };
  return `${askedKey(asked)} ${dataKey(run)}`;
}

/** A run that fell back, and the same run from its file, which names what it was trained on. */
const used = new WeakMap<Experiment, Experiment>();

function atUsed(experiment: Experiment, data: UsedData | undefined): Experiment {
  if (!data || data.spec.id === experiment.data) return experiment;
  const known = used.get(experiment);
  if (known?.data === data.spec.id) return known;
  const made = { ...experiment, data: data.spec.id };
  used.set(experiment, made);
  return made;
}

/** The groups of these runs, in the order of their first ones. */
export function groupRuns(runs: readonly RunResult[]): Group[] {
  const groups = new Map<string, Map<number, RunResult>>();
  for (const run of runs) {
    const key = groupKey(run);
    const bySeed = groups.get(key) ?? new Map<number, RunResult>();
    groups.set(key, bySeed);
    const { seed } = run.experiment;
    if (worth(run) > worth(bySeed.get(seed))) bySeed.set(seed, run);
  }
  return [...groups.values()].map((bySeed) => groupOf([...bySeed.values()]));
}

/** How much a run has to say beside another one of its seed. */
function worth(run: RunResult | undefined): number {
  if (run?.outcome.kind !== 'finished') return run ? 1 : 0;
  return judgedTest(run, run.outcome).kind === 'unsettled' ? 2 : 3;
}

function groupOf(unordered: readonly RunResult[]): Group {
  const [first] = unordered;
  if (first === undefined) throw new Error('a group has a run');
  const runs = unordered.toSorted((a, b) => a.experiment.seed - b.experiment.seed);
  const finished = runs.flatMap((run) =>
    run.outcome.kind === 'finished'
      ? [{ seed: run.experiment.seed, judged: judgedTest(run, run.outcome) }]
      : [],
  );
  return {
    experiment: first.experiment,
    data: first.data,
    fork: first.fork,
    runs,
    ...scoresOf(finished),
    diverged: runs.filter(({ outcome }) => outcome.kind === 'diverged').length,
  };
}

/** As `describeSpread`, and what the accuracies are an artefact without: '82.1 % (raw 21.9 %)', '– (raw 21.9 %)'. */
export function describeScores({ accuracies, raw }: Pick<Scores, 'accuracies' | 'raw'>): string {
  const judged = describeSpread({ accuracies });
  return raw.length === 0 ? judged : `${judged} (raw ${describeSpread({ accuracies: raw })})`;
}

/**
 * '86.4 ± 0.5 %': mean and standard deviation of the test accuracies; '86.4 %' for one seed, '–' for none. A spread
 * below a tenth of a point gets two digits: the test set itself resolves a hundredth.
 */
export function describeSpread({ accuracies }: Pick<Group, 'accuracies'>): string {
  if (accuracies.length === 0) return '–';
  const deviation = standardDeviation(accuracies);
  const digits = deviation !== undefined && deviation > 0 && deviation < 0.001 ? 2 : 1;
  const spread = deviation === undefined ? '' : ` ± ${percentage(deviation, digits)}`;
  return `${percentage(mean(accuracies), digits)}${spread} %`;
}

/** The groups that can be held against each other: those on the same images. */
export function byData<G extends Groupable>(groups: readonly G[]): (readonly [G, ...G[]])[] {
  const sets = new Map<string, [G, ...G[]]>();
  for (const group of groups) {
    const key = dataKey(group);
    const set = sets.get(key);
    if (set) set.push(group);
    else sets.set(key, [group]);
  }
  return [...sets.values()];
}
