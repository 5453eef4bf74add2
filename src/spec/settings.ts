/** Which of its fields matter to an experiment's training: some do to some norms and networks only. */
import { type Experiment, hasResidualNorms, keepsMovingStatistics } from './experiment.ts';
import { FIELD_KEYS, type FieldKey } from './fields.ts';
import { NORM_SETTINGS } from './norms/description.ts';
import { normHas } from './norms/norms.ts';

/** What may differ between runs of one kind. */
const NOT_SETTINGS: readonly FieldKey[] = ['seed', 'repeats', 'engine'];

/** The fields by which this experiment's runs are told from others. */
export function settingsOf(experiment: Experiment): FieldKey[] {
  const matters = new Map<FieldKey, boolean>(
    NORM_SETTINGS.map((setting) => [setting, normHas(experiment.norm, setting)]),
  );
  if (!keepsMovingStatistics(experiment)) matters.set('momentum', false);
  if (!hasResidualNorms(experiment)) matters.set('zeroGamma', false);
  return FIELD_KEYS.filter((key) => !NOT_SETTINGS.includes(key) && matters.get(key) !== false);
}
