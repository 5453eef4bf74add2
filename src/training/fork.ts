/**
 * Continues a run from its checkpoint under other settings: what it has learned, its optimizer's slots and the count of
 * its steps go on, its curve stays, and the rest of the epoch under way keeps its order. A schedule of the learning rate
 * counts from the parent's start, as if it had been the parent's.
 */
import { buildNetwork } from '../network/build.ts';
import { type Experiment, keepsMovingStatistics } from '../spec/experiment.ts';
import { FIELD_KEYS, FIELDS, type Field, type FieldKey } from '../spec/fields.ts';
import { isNormSetting } from '../spec/norms/description.ts';
import { normHas, normsWith } from '../spec/norms/norms.ts';
import { counted } from '../spec/numbers.ts';
import { specOf } from '../spec/usedData.ts';
import { describeMissing, validateField } from '../spec/validate.ts';
import { shareOfStart } from '../spec/warmUp.ts';
import { epochsTrained, imagesSeen, misfit } from './checkpoint.ts';
import type { Checkpoint, Inherited } from './events.ts';

/** The settings that neither the parameters nor the images of an epoch depend on. */
export const FORKABLE = [
  'batch',
  'lr',
  'schedule',
  'warmup',
  'decay',
  'epochs',
  'stats',
  'momentum',
] as const satisfies readonly FieldKey[];

export type Forked =
  | { readonly checkpoint: Checkpoint; readonly experiment: Experiment }
  /** Why it cannot be, in a sentence for a person. */
  | { readonly problem: string };

/** The checkpoint and the settings to start the fork with. Unchanged settings give the parent's curve to the bit. */
export function forkCheckpoint(
  checkpoint: Checkpoint,
  parent: Experiment,
  changes: Partial<Experiment>,
): Forked {
  const experiment = { ...parent, ...changes };
  for (const key of FIELD_KEYS) {
    const problem = experiment[key] === parent[key] ? undefined : whyNot(key, experiment);
    if (problem !== undefined) return { problem };
  }
  const trained = epochsTrained(checkpoint, parent.images);
  if (experiment.epochs <= trained) {
    const done = counted(trained, 'is done', 'are done');
    return { problem: `${FIELDS.epochs.label}: ${done} already, ask for ${trained + 1} or more.` };
  }
  const spec = specOf({ experiment: parent, data: checkpoint.data });
  if (!spec) return { problem: `${FIELDS.data.label}: ${describeMissing(parent)}.` };
  const problem = misfit(checkpoint, buildNetwork(experiment, spec));
  if (problem !== undefined) return { problem };
  const { step } = checkpoint;
  const origin = experiment.batch !== parent.batch && { origin: { step, images: imagesSeen(checkpoint) } };
  const inherited = normHas(experiment.norm, 'momentum') && { inherited: inheritedFrom(checkpoint, parent) };
  return { checkpoint: { ...checkpoint, ...origin, ...inherited }, experiment };
}

/** Frozen statistics describe another network than the one that they are taken up again for: nothing of them counts. */
function inheritedFrom({ step, inherited }: Checkpoint, parent: Experiment): Inherited {
  const from = inherited ?? { step: 0, initialShare: 1 };
  const left = from.initialShare * shareOfStart(parent.momentum, step - from.step);
  return { step, initialShare: keepsMovingStatistics(parent) ? left : 1 };
}

/** Why a setting cannot become what is asked for. */
function whyNot(key: FieldKey, experiment: Experiment): string | undefined {
  const field: Field = FIELDS[key];
  const value = experiment[key];
  if (!FORKABLE.some((each) => each === key)) {
    const labels = FORKABLE.map((each) => FIELDS[each].label).join(', ');
    return `${field.label}: a fork keeps that of its parent; it can change ${labels}.`;
  }
  if (validateField(key, value).problem) {
    const allowed =
      field.kind === 'choice'
        ? `one of ${field.values.join(', ')}`
        : `a${field.integer ? ' whole' : ''} number from ${field.min} to ${field.max}`;
    return `${field.label}: ${value} is not ${allowed}.`;
  }
  if (isNormSetting(key) && !normHas(experiment.norm, key)) {
    return `${field.label}: this run has no ${normsWith(key)} whose statistics could change.`;
  }
  return undefined;
}
