/** Short names of experiments, as tables and legends print them. */

import type { Comparison, Experiment } from './experiment.ts';
import { FIELD_KEYS, FIELDS, type Field, type FieldKey } from './fields.ts';
import { normHas, normNamed, normWords, shortNormName } from './norms/norms.ts';
import { plain } from './numbers.ts';
import { WEIGHTS_WORDS } from './weights.ts';

/** The method alone: 'GN(32)+WS', 'BN', 'GN(32) as the study coded it'. */
export function methodName({ norm, groups, weights }: Experiment): string {
  const grouped = normHas(norm, 'groups') ? groups : undefined;
  return shortNormName(norm, grouped, WEIGHTS_WORDS[weights].suffix);
}

/** For each method what its abbreviations stand for, where one of them was not met before in the list. */
export function spelledOut(methods: readonly Experiment[]): (string | undefined)[] {
  const met = new Set<string>();
  return methods.map(({ norm, weights }) => {
    const words = [
      ...(normNamed(norm) ? [normWords(norm).full] : []),
      ...[WEIGHTS_WORDS[weights].full ?? []].flat(),
    ];
    const news = words.some((word) => !met.has(word));
    for (const word of words) met.add(word);
    return news ? words.join(' with ') : undefined;
  });
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
  const labels = differingFields(comparison).map(labelWithin);
  if (labels.length === 0) return `The ${comparison.length} experiments are the same.`;
  return `The ${comparison.length} experiments differ only in ${listOf(labels)}.`;
}

const MOST_TELLING: readonly FieldKey[] = ['network', 'batch', 'images', 'epochs'];

/** 'GN(4)+WS and BN · Small CNN · batch 2 · 1,000 images · 2 epochs', without what is not the same for all. */
export function describeComparison(comparison: Comparison): string {
  const differing = differingFields(comparison);
  const shared = MOST_TELLING.filter((key) => !differing.includes(key));
  const methods = [...new Set(comparison.map(methodName))];
  return [listOf(methods), ...shared.map((key) => describeSetting(comparison[0], key))].join(' · ');
}

/** Settings whose values need no label. */
const NAMED: readonly FieldKey[] = ['optimizer', 'network', 'activation', 'data'];

/** One setting within a sentence: 'batch 64', 'learning rate 0.01', '3 epochs', 'Adam'. */
export function describeSetting(experiment: Experiment, key: FieldKey): string {
  const words = describeValue(experiment, key);
  if (key === 'batch') return `batch ${words}`;
  if (key === 'epochs') return words === '1' ? '1 epoch' : `${words} epochs`;
  if (key === 'images') return `${words} images`;
  if (key === 'schedule') return `${within(words)} ${labelWithin(key)}`;
  if (key === 'warmup') return `${labelWithin(key)} ${words} ${words === '1' ? 'epoch' : 'epochs'}`;
  if (NAMED.includes(key)) return words;
  return `${labelWithin(key)} ${within(words)}`;
}

/** A setting's value alone: '6,000', 'Adam', "the norm's own". */
export function describeValue(experiment: Experiment, key: FieldKey): string {
  const field: Field = FIELDS[key];
  const value = experiment[key];
  const words: Readonly<Record<string, string>> | undefined =
    field.kind === 'choice' ? field.names : field.words;
  return words?.[value] ?? (typeof value === 'number' ? plain(value) : cutShort(value));
}

/** Of a network's text enough to tell it from others. */
const cutShort = (text: string): string =>
  text.length > 48
    ? `${text.slice(0, 32).replace(/ \S*$/, '')} … ${text.slice(-12).replace(/^\S* /, '')}`
    : text;

/** A label as it stands within a sentence; 'BN statistics', 'SiLU' and 'He normal' stay. */
const within = (label: string): string =>
  label.replace(/^(?!(?:He|Glorot)\b)[A-Z](?=[^A-Z\s]*(?:\s|$))/, (letter) => letter.toLowerCase());

/** 'batch size', 'BN statistics' */
export const labelWithin = (key: FieldKey): string => within(FIELDS[key].label);

/** 'a', 'a and b', 'a, b and c'. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** As a sentence begins. */
export const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
