/** What groups of runs are called beside each other: by what they differ in. What they share is said once. */

import { describeSetting, differingFields, listOf, methodName } from '../spec/describe.ts';
import type { FieldKey } from '../spec/fields.ts';
import { grouped } from '../spec/numbers.ts';
import { settingsOf } from '../spec/settings.ts';
import type { Group } from './groups.ts';

export interface GroupNames {
  /** 'GN(32)+WS', 'batch 64', 'BN at batch 2, SGD', one a group. */
  readonly names: readonly string[];
  /** 'at batch 2', 'with GN(32)+WS', '' where they share neither method nor batch size. */
  readonly shared: string;
}

type Named = Pick<Group, 'experiment' | 'fork'>;

/** Said by the method's name, or after it. */
const IN_METHOD: readonly FieldKey[] = ['norm', 'groups', 'weights', 'batch'];

export function nameGroups(groups: readonly Named[]): GroupNames {
  const differs = (property: (group: Named) => unknown) => new Set(groups.map(property)).size > 1;
  const methods = differs(({ experiment }) => methodName(experiment));
  const batches = differs(({ experiment }) => experiment.batch);
  const keys = new Set(groups.flatMap(({ experiment }) => settingsOf(experiment)));
  const others = [...keys].filter(
    (key) => !IN_METHOD.includes(key) && differs(({ experiment }) => experiment[key]),
  );
  const forks = differs(({ fork }) => fork?.step);
  const ofParents = groups.flatMap(({ fork }) => fork?.experiment ?? []);
  const parents = differingFields(ofParents).filter((key) =>
    ofParents.some((experiment) => settingsOf(experiment).includes(key)),
  );
  const nameOf = (
    { experiment, fork }: Named,
    told: readonly FieldKey[],
    ofParent: readonly FieldKey[] = [],
  ): string => {
    const from = fork && listOf(ofParent.map((key) => describeSetting(fork.experiment, key)));
    const batch = describeSetting(experiment, 'batch');
    const method = [methods && methodName(experiment), batches && (methods ? `at ${batch}` : batch)];
    const parts = [
      method.filter(Boolean).join(' '),
      ...told.map((key) => describeSetting(experiment, key)),
      (forks || from) &&
        (fork ? `forked at step ${grouped(fork.step)}${from ? ` from ${from}` : ''}` : 'not forked'),
    ];
    return parts.filter(Boolean).join(', ') || methodName(experiment);
  };
  const [first] = groups;
  const shared = first && [
    !methods && `with ${methodName(first.experiment)}`,
    !batches && `at ${describeSetting(first.experiment, 'batch')}`,
  ];
  // A setting that does nothing to a norm is no part of its name, unless nothing else tells two apart.
  const own = groups.map((group) => {
    const has = settingsOf(group.experiment);
    return nameOf(
      group,
      others.filter((key) => has.includes(key)),
    );
  });
  const isDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length;
  const all = isDistinct(own) ? own : groups.map((group) => nameOf(group, others));
  // Forks that go on alike may come from different parents.
  const names = isDistinct(all) ? all : groups.map((group) => nameOf(group, others, parents));
  return { names, shared: (shared ?? []).filter(Boolean).join(' ') };
}
