/** Which runs 'Inside the network' and 'Predictions' show: those that the visitor chose, else two that differ in their method. */
import { differingFields } from '../../../spec/describe.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { type FieldKey, METHOD_KEYS } from '../../../spec/fields.ts';
import { normNamed } from '../../../spec/norms/norms.ts';
import type { ChosenRuns } from '../../../store/predictionsView.ts';
import { hasNetwork, type RunRecord } from '../../../store/run.ts';
import { runGroupKey } from '../../../store/runGroups.ts';
import type { RunId } from '../../../worker/protocol.ts';

/**
 * The run on the left and, where there is one, that on the right.
 * @param wish what the visitor chose
 * @returns undefined where there are no runs
 */
export function chosenRuns(
  runs: readonly RunRecord[],
  [left, right]: ChosenRuns,
): readonly [RunId, RunId | undefined] | undefined {
  const there = (id: RunId | null | undefined): RunRecord | undefined => runs.find((run) => run.id === id);
  const [first, second] = defaultRuns(runs);
  const onLeft = there(left) ?? [first, second].find((run) => run && run.id !== right) ?? there(right);
  if (!onLeft) return undefined;
  if (right === null) return [onLeft.id, undefined];
  const onRight =
    there(right) ??
    (there(left) ? partnerOf(onLeft, pool(runs)) : [first, second].find((run) => run !== onLeft));
  return [onLeft.id, onRight === onLeft ? undefined : onRight?.id];
}

/**
 * The first run whose norm sees the minibatch (batch norm) and the run most like it but for the norm; without both, the first two of different groups.
 * In the order of the table.
 */
export function defaultRuns(all: readonly RunRecord[]): readonly RunRecord[] {
  const runs = pool(all);
  const first = runs.find(seesMinibatch) ?? runs[0];
  if (!first) return [];
  const second = partnerOf(first, runs);
  return all.filter((run) => run === first || run === second);
}

/** Those that the charts show, if any; those that have weights to look into come first. */
function pool(all: readonly RunRecord[]): readonly RunRecord[] {
  const visible = all.filter((run) => run.visible);
  const runs = visible.length > 0 ? visible : all;
  return [...runs.filter(hasNetwork), ...runs.filter((run) => !hasNetwork(run))];
}

const seesMinibatch = ({ experiment }: RunRecord): boolean =>
  normNamed(experiment.norm)?.usesMinibatch ?? false;

/** What the method's name tells, and what changes nothing about what is trained. */
const NOT_LIKENESS: readonly FieldKey[] = [...METHOD_KEYS, 'repeats', 'engine'];

const differences = (a: Experiment, b: Experiment): number =>
  differingFields([a, b]).filter((key) => !NOT_LIKENESS.includes(key)).length;

/** The run to see beside this one: with another norm if there is one, then of another group, else any other. */
function partnerOf(run: RunRecord, runs: readonly RunRecord[]): RunRecord | undefined {
  const others = runs.filter((other) => other.id !== run.id);
  const rank = (other: RunRecord): number => {
    const apart = differences(run.experiment, other.experiment);
    if (seesMinibatch(other) !== seesMinibatch(run)) return apart;
    return (runGroupKey(other) === runGroupKey(run) ? 2000 : 1000) + apart;
  };
  return others.toSorted((a, b) => rank(a) - rank(b))[0];
}
