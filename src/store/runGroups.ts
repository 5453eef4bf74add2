/**
 * The runs of the table by what was trained: those that differ only in the seed stand together, under one line with
 * their mean. A fork is another training than the run it left, and stands with the forks that left likewise.
 */

import { groupKey } from '../results/groups.ts';
import { differingFields } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import type { Fork } from '../training/events.ts';
import { nameGroup, type RunRecord } from './run.ts';

/** Experiments and forks never change, and keys are asked for at every event of a run. */
const keys = new WeakMap<object, string>();

export function runGroupKey(run: {
  readonly experiment: Experiment;
  readonly fork?: Fork | undefined;
}): string {
  const owner = run.fork ?? run.experiment;
  const known = keys.get(owner);
  if (known !== undefined) return known;
  const key = groupKey(run);
  keys.set(owner, key);
  return key;
}

/** In the order of each group's first run. */
export function groupRuns(runs: readonly RunRecord[]): ReadonlyMap<string, readonly RunRecord[]> {
  const groups = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const key = runGroupKey(run);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return groups;
}

/** What a group of seeds is called beside the other runs: 'BN · batch 64'. */
export function runGroupName({ experiment, fork }: RunRecord, beside: readonly RunRecord[]): string {
  const name = nameGroup(
    experiment,
    beside.map((run) => run.experiment),
  );
  return fork ? `${name}, forked` : name;
}

/** What says nothing about how the methods compare. */
const BESIDE_THE_POINT: readonly FieldKey[] = ['repeats', 'engine'];

/** 'The 4 runs shown differ only in normalization, weights and seed.'; '' for fewer than two. */
export function describeShown(runs: readonly RunRecord[]): string {
  const shown = runs.filter(({ visible }) => visible);
  if (shown.length < 2) return '';
  const labels = differingFields(shown.map((run) => run.experiment))
    .filter((key) => !BESIDE_THE_POINT.includes(key))
    .map((key) => FIELDS[key].label.toLowerCase());
  const forks = shown.some(({ fork }) => fork) ? ' Forks go on from the weights of another run.' : '';
  const last = labels.pop();
  if (last === undefined) return `The ${shown.length} runs shown have the same settings.${forks}`;
  const list = labels.length === 0 ? last : `${labels.join(', ')} and ${last}`;
  return `The ${shown.length} runs shown differ only in ${list}.${forks}`;
}
