/**
 * Runs that differ in nothing but the seed and where they ran, together: what a mean is taken over. A seed counts
 * once, however often it was run: a second run of it is the same training again and tells nothing new.
 */

import { type Experiment, epsilonOf } from '../spec/experiment.ts';
import { percentage } from '../spec/numbers.ts';
import { settingsOf } from '../spec/settings.ts';
import { dataKey, type UsedData } from '../spec/usedData.ts';
import type { Finished, Fork } from '../training/events.ts';
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

export interface Groupable {
  readonly experiment: Experiment;
  readonly fork?: Fork | undefined;
  readonly data?: UsedData | undefined;
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
  const groups = groupedBy(runs, groupKey);
  return [...groups.values()].map((members) => groupOf(oneASeed(members, ({ outcome }) => outcome)));
}

/** How far a run is; of one that finished, what it was tested at. */
export type Standing = Finished | { readonly kind: string };

/**
 * Of a group's runs those that count, one a seed: the same training done twice, or brought back by a file, is one
 * observation. Whatever shows or compares numbers of several seeds asks here.
 * @returns in the order in which the seeds first came
 */
export function oneASeed<R extends Groupable>(
  runs: readonly R[],
  standing: (run: R) => Standing | undefined,
): R[] {
  const bySeed = new Map<number, R>();
  const worthOf = (run: R | undefined): number => (run ? worth(run, standing(run)) : -1);
  for (const run of runs) {
    const { seed } = run.experiment;
    if (worthOf(run) > worthOf(bySeed.get(seed))) bySeed.set(seed, run);
  }
  return [...bySeed.values()];
}

/** How much a run has to say beside another one of its seed. */
function worth(run: Groupable, standing: Standing | undefined): number {
  if (standing && 'test' in standing) return judgedTest(run, standing).kind === 'unsettled' ? 2 : 3;
  return standing?.kind === 'diverged' ? 1 : 0;
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
export const byData = <G extends Groupable>(groups: readonly G[]): (readonly [G, ...G[]])[] => [
  ...groupedBy(groups, dataKey).values(),
];

/** Items of one key together, in the order of each key's first. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
