/** What settings do to each other: which of them have no effect here. */
import {
  type Experiment,
  hasResidualNorms,
  keepsMovingStatistics,
  MAX_SEED,
  OWN,
  seedsFrom,
} from '../../spec/experiment.ts';
import { FIELDS } from '../../spec/fields.ts';
import { plansOf } from '../../spec/networks/networks.ts';
import { kindOnUnits, normHas, normNamed, normsWith, plainNormName } from '../../spec/norms/norms.ts';
import { plain, typed } from '../../spec/numbers.ts';

/** Why WS changes nothing here, or that it is not where it was made for; undefined where there is nothing to say. */
export function describeWeights({ norm, weights, network }: Experiment): string | undefined {
  if (weights === 'plain') return undefined;
  if (!plansOf(network).some((plan) => 'filters' in plan))
    return 'No effect here: this network has no convolutions.';
  return weights === 'scaled' && norm !== 'none'
    ? 'Scaled weights are made for no norm at all: they keep the size of activations by themselves.'
    : undefined;
}

/** What the chosen norm turns into on some layers, or undefined where it is what it says. */
export function describeNorm({ norm, network }: Experiment): string | undefined {
  if (norm === 'none' || !plansOf(network).some(({ kind }) => kind === 'dense')) return undefined;
  const onUnits = kindOnUnits(norm);
  if (onUnits === norm) return undefined;
  const { plain } = normNamed(onUnits).words;
  return `Dense layers have no pixels to average over: they get ${plain.toLowerCase()}.`;
}

/** Where norms stand whatever the choice, or undefined where they follow it everywhere. */
export function describePosition({ norm, network }: Experiment): string | undefined {
  if (norm === 'none') return undefined;
  const { activates, words } = normNamed(norm);
  if (activates) return `No effect here: ${words.plain.toLowerCase()} brings its own activation.`;
  if (!plansOf(network).some(({ kind }) => kind === 'residual')) return undefined;
  return 'In residual blocks the second convolution and the one on the shortcut are followed by their norm alone; the activation comes after the sum.';
}

/** Why dropout changes nothing here, or undefined where it does. */
export function describeDropout({ network }: Experiment): string | undefined {
  if (plansOf(network).some(({ kind }) => kind === 'dropout')) return undefined;
  return 'This network has no dropout layers.';
}

/** Where a norm brings an activation of its own, which stays. */
export function describeActivation({ norm, network, activation }: Experiment): string | undefined {
  const { activates, words } = normNamed(norm) ?? {};
  if (activation === 'relu' || !activates) return undefined;
  return plansOf(network).some(({ kind }) => kind === 'residual')
    ? `Only after sums here: ${words?.plain.toLowerCase()} brings an activation of its own.`
    : `No effect here: ${words?.plain.toLowerCase()} brings an activation of its own.`;
}

/** Why the norms of residual branches change nothing here, or undefined where they do. */
export function describeZeroGamma(experiment: Experiment): string | undefined {
  if (experiment.zeroGamma === 'off' || hasResidualNorms(experiment)) return undefined;
  return `No effect here: ${experiment.norm === 'none' ? 'there is no norm' : 'this network has no residual blocks'}.`;
}

/** Why the choice of statistics changes nothing here, or undefined where it does. */
export function describeStatistics({ norm, stats }: Experiment): string | undefined {
  if (!normHas(norm, 'stats')) return `No effect here: it is a setting of ${normsWith('stats')}.`;
  if (stats !== 'estimated' || normNamed(norm)?.estimates) return undefined;
  return `There are no estimated statistics for ${plainNormName(norm)}: it takes those of the minibatch.`;
}

/** Why their momentum changes nothing here, or undefined where it does. */
export function describeMomentum(experiment: Experiment): string | undefined {
  if (keepsMovingStatistics(experiment)) return undefined;
  return normHas(experiment.norm, 'momentum')
    ? 'No effect here: frozen statistics stay as they are.'
    : `No effect here: it is a setting of ${normsWith('momentum')}.`;
}

/** What the norm would have of its own, or why the epsilon changes nothing here; undefined where it is its own. */
export function describeEpsilon({ norm, eps }: Experiment): string | undefined {
  if (eps === OWN) return undefined;
  const { epsilon = 0 } = normNamed(norm) ?? {};
  return normHas(norm, 'eps')
    ? `The norm's own: ${typed(epsilon)}`
    : `No effect here: ${norm === 'none' ? 'there is no norm' : `${plainNormName(norm)} has no epsilon`}.`;
}

/** Where the last seed leaves room for fewer runs than there can be. */
export function describeRepeats({ seed }: Experiment): string | undefined {
  const most = seedsFrom(seed);
  return most < FIELDS.repeats.max
    ? `At most ${most} from this seed on: the last seed is ${plain(MAX_SEED)}.`
    : undefined;
}
