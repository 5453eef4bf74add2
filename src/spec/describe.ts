/** Short names of experiments, as tables and legends print them. */
import type { Comparison, Experiment } from './experiment.ts';
import { FIELD_KEYS, FIELDS, type FieldKey } from './fields.ts';

const SHORT_NORM = {
  group: 'GN',
  batch: 'BN',
  layer: 'LN',
  instance: 'IN',
  rms: 'RMS',
  none: 'No norm',
  'group-as-published': 'GN as published',
} as const satisfies Record<Experiment['norm'], string>;

/** The method alone: 'GN(32)+WS', 'BN'. */
export function methodName({ norm, groups, weights }: Experiment): string {
  const grouped = norm === 'group' || norm === 'group-as-published';
  return `${SHORT_NORM[norm]}${grouped ? `(${groups})` : ''}${weights === 'standardized' ? '+WS' : ''}`;
}

/** A run's default name: 'GN(32)+WS · seed 1'. */
export const runName = (experiment: Experiment): string =>
  `${methodName(experiment)} · seed ${experiment.seed}`;

/** The fields in which the experiments are not all alike, in table order. */
export function differingFields(experiments: readonly Experiment[]): FieldKey[] {
  return FIELD_KEYS.filter((key) => new Set(experiments.map((e) => e[key])).size > 1);
}

/** 'The 2 runs differ only in normalization and weights.', or '' for a comparison of one. */
export function describeDifference(comparison: Comparison): string {
  if (comparison.length < 2) return '';
  const labels = differingFields(comparison).map((key) => FIELDS[key].label.toLowerCase());
  if (labels.length === 0) return `The ${comparison.length} experiments are the same.`;
  const last = labels.pop();
  const list = labels.length === 0 ? last : `${labels.join(', ')} and ${last}`;
  return `The ${comparison.length} experiments differ only in ${list}.`;
}
