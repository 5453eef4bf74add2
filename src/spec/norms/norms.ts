/** What there is to ask about norms by name. */
import type { BatchStatistics, NoNorm, NormDescription, NormSetting } from './description.ts';
import { NORM_CHOICES } from './list.ts';

export type Norm = (typeof NORM_CHOICES)[number]['name'];
/** Of a layer. */
export type NormKind = Exclude<Norm, 'none'>;

type Choice = (NormDescription | NoNorm) & { readonly name: Norm };

const CHOICES: readonly Choice[] = NORM_CHOICES;

const isNorm = (choice: Choice): choice is NormDescription & { readonly name: NormKind } =>
  choice.name !== 'none';

export const NORMS: readonly Norm[] = CHOICES.map(({ name }) => name);
export const NORM_DESCRIPTIONS: readonly (NormDescription & { readonly name: NormKind })[] =
  CHOICES.filter(isNorm);
export const NORM_KINDS: readonly NormKind[] = NORM_DESCRIPTIONS.map(({ name }) => name);

const BY_NAME = new Map<Norm, Choice>(CHOICES.map((choice) => [choice.name, choice]));

function choiceNamed(norm: Norm): Choice {
  const choice = BY_NAME.get(norm);
  if (!choice) throw new Error(`'${norm}' is no norm`);
  return choice;
}

/** Undefined for `none`. */
export function normNamed(norm: NormKind): NormDescription;
export function normNamed(norm: Norm): NormDescription | undefined;
export function normNamed(norm: Norm): NormDescription | undefined {
  const choice = choiceNamed(norm);
  return isNorm(choice) ? choice : undefined;
}

/** What a norm is on dense layers. */
export function kindOnUnits(kind: NormKind): NormKind {
  const { onUnits = kind } = normNamed(kind);
  return NORM_KINDS.find((name) => name === onUnits) ?? kind;
}

export const normWords = (norm: Norm): Choice['words'] => choiceNamed(norm).words;

/** Whether a setting matters to a norm. */
export const normHas = (norm: Norm, setting: NormSetting): boolean =>
  normNamed(norm)?.settings.includes(setting) ?? false;

/** Whether all that it moves can be computed anew from training images, at the weights as they are. */
export function canRecalibrate(norm: Norm): boolean {
  const { moving = [] } = normNamed(norm) ?? {};
  return moving.length > 0 && moving.every(({ averages }) => averages !== undefined);
}

/** Within a sentence: 'batch norm' */
export const plainNormName = (norm: Norm): string => normNamed(norm)?.words.plain.toLowerCase() ?? 'no norm';

/** To which a setting matters, within a sentence: 'batch norm or batch renorm' */
export const normsWith = (setting: NormSetting): string =>
  listed(
    NORM_KINDS.filter((kind) => normHas(kind, setting)),
    'or',
  );

/** Whose statistics go over the minibatch in training, within a sentence: 'batch norm and batch renorm' */
export const minibatchNorms = (joint: 'and' | 'or' = 'and'): string =>
  listed(
    NORM_KINDS.filter((kind) => normNamed(kind).usesMinibatch),
    joint,
  );

function listed(kinds: readonly NormKind[], joint: string): string {
  const names = kinds.map(plainNormName);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${joint} ${names.at(-1)}`;
}

/** Whether what becomes of an image in training depends on its companions in the minibatch. */
export const usesMinibatch = ({
  norm,
  stats,
}: {
  readonly norm: Norm;
  readonly stats: BatchStatistics;
}): boolean => stats !== 'moving' && (normNamed(norm)?.usesMinibatch ?? false);

/** 'GN(32)', 'GN(32)+WS', 'GN(32) as the study coded it'. @param groups where the norm has them */
export function shortNormName(norm: Norm, groups: number | undefined, weights = ''): string {
  const { short, qualifier } = normWords(norm);
  const name = `${short}${groups === undefined ? '' : `(${groups})`}${weights}`;
  return qualifier === undefined ? name : `${name} ${qualifier}`;
}
