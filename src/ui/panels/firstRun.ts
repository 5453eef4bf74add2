/** What pressing Train will show, in a sentence: 'GN(32)+WS and BN start from the same weights …'. */

import { differingFields, methodName } from '../../spec/describe.ts';
import type { Comparison } from '../../spec/experiment.ts';
import type { FieldKey } from '../../spec/fields.ts';
import { grouped } from '../../spec/numbers.ts';

/** Fields that change neither the initial weights nor which images come when. */
const SAME_START: readonly FieldKey[] = [
  'norm',
  'groups',
  'weights',
  'position',
  'optimizer',
  'lr',
  'dropout',
];

export function describeFirstRun(comparison: Comparison): string {
  const [base] = comparison;
  if (comparison.length === 1) return `${methodName(base)} learns in this tab, on this machine.`;
  if (!differingFields(comparison).every((key) => SAME_START.includes(key))) {
    return `${comparison.length} experiments take turns, image by image.`;
  }
  const names = [...new Set(comparison.map(methodName))];
  const last = names.pop();
  const who = names.length === 0 ? `${comparison.length} experiments` : `${names.join(', ')} and ${last}`;
  const images = base.batch === 1 ? 'one image' : `${grouped(base.batch)} images`;
  return `${who} start from the same weights and see the same ${images} at a time.`;
}
