/**
 * The runs of the table by what was trained: those that differ only in the seed stand together, under one line with
 * their mean. A fork is another training than the run it left, and stands with the forks that left likewise.
 */

import { askedKey, type Groupable, groupedBy, groupKey, oneASeed } from '../results/groups.ts';
import { differingFields } from '../spec/describe.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import { groupNamer, type RunRecord } from './run.ts';

/** Experiments, forks and what a run was trained on never change, and keys are asked for at every event of a run. */
const cached = (keyOf: (run: Groupable) => string) => {
  const keys = new WeakMap<object, { readonly data: unknown; readonly key: string }>();
  return (run: Groupable): string => {
    const owner = run.fork ?? run.experiment;
    const known = keys.get(owner);
    if (known && known.data === run.data) return known.key;
    const key = keyOf(run);
    keys.set(owner, { data: run.data, key });
    return key;
  };
};

export const runGroupKey = cached(groupKey);

/** Equal for runs that answer the same wish, whatever they were trained on in the end. */
export const wishKey = cached(askedKey);

/** Of a group's runs those whose numbers count. */
export const countedRuns = (runs: readonly RunRecord[]): readonly RunRecord[] =>
  oneASeed(runs, ({ status }) => status);

/** In the order of each group's first run. */
export const groupRuns = (runs: readonly RunRecord[]): ReadonlyMap<string, readonly RunRecord[]> =>
  groupedBy(runs, runGroupKey);

/** What groups of seeds are called beside each other: 'BN · batch 64'. */
export function runGroupNamer(runs: readonly RunRecord[]): (run: RunRecord) => string {
  const nameOf = groupNamer(runs.map(({ experiment }) => experiment));
  return ({ experiment, fork }) => `${nameOf(experiment)}${fork ? ', forked' : ''}`;
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
