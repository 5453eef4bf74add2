/** From anything to a valid experiment. A visitor's mistake is data: what was wrong, where, what was used instead. */

import { dataSpec, dataSpecs } from './dataSets.ts';
import { type Experiment, MAX_SEED, seedsFrom } from './experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS, type Field, type FieldKey, limitsOf } from './fields.ts';
import { misfitOf } from './networks/networks.ts';
import { plain } from './numbers.ts';
import { shorten } from './text.ts';

export interface Problem {
  /** The field, by its link key. */
  readonly path: string;
  /** What is there, as a sentence's subject: '0', "'zebra'", '9 experiments'. */
  readonly found: string;
  /** How that misses what was expected, as its predicate: 'is below 1', 'is not one of none, batch'. */
  readonly expected: string;
  /** What is done instead: 'used 1', 'left out'. */
  readonly used?: string;
}

/** 'batch: 0 is below 1, used 1' */
export const describeProblem = (problem: Problem): string =>
  [describeMistake(problem), ...(problem.used === undefined ? [] : [problem.used])].join(', ');

/** 'batch: 0 is below 1', for those who use nothing instead */
export function describeMistake({ path, found, expected }: Problem): string {
  const what = `${found} ${expected}`;
  return found === show(path) ? what : `${path.slice(0, 40)}: ${what}`;
}

export interface Validated<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** A value as a message quotes it, short whatever it is. */
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return shorten(text, 38);
}

/**
 * Reads one field; on a mistake the nearest allowed value, else `fallback`, is used and `problem` says so.
 * @param data the data set that numbers of images are held against
 */
export function validateField(
  key: FieldKey,
  input: unknown,
  fallback: string | number = FIELDS[key].default,
  data: string = DEFAULT_EXPERIMENT.data,
): { value: string | number; problem?: Problem } {
  const field: Field = FIELDS[key];
  const wrong = (found: string, expected: string, value: string | number) => ({
    value,
    problem: { path: key, found, expected, used: `used ${typeof value === 'number' ? plain(value) : value}` },
  });
  if (field.kind === 'choice') {
    if (typeof input === 'string' && (field.values.includes(input) || field.open?.test(input))) {
      return { value: input };
    }
    if (field.written && typeof input === 'string') {
      const read = field.written(input, data);
      if ('value' in read) return read;
      return wrong(read.mistake.found, read.mistake.expected, fallback);
    }
    const instead = field.open && typeof input === 'string' && input !== '' ? idOf(input) : fallback;
    return wrong(show(input), `is not one of ${field.values.join(', ')}`, instead);
  }
  const words = Object.keys(field.words ?? {});
  if (typeof input === 'string' && words.includes(input)) return { value: input };
  const value =
    typeof input === 'number'
      ? input
      : typeof input === 'string' && input.trim() !== ''
        ? Number(input)
        : Number.NaN;
  if (Number.isNaN(value))
    return wrong(show(input), `is not ${['a number', ...words].join(' or ')}`, fallback);
  const { min, max } = limitsOf(key, data);
  if (value < min) return wrong(plain(value), `is below ${plain(min)}`, min);
  if (value > max) return wrong(plain(value), `is above ${plain(max)}`, max);
  if (field.integer && !Number.isInteger(value))
    return wrong(String(value), 'is not a whole number', Math.round(value));
  // Not −0, which a link writes as 0.
  return { value: value + 0 };
}

/** The nearest text that can name a data set: whatever was meant, it is not trained on another one. */
const idOf = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 80) || 'unknown';

/** Names no data set, so that nothing is held against one. */
const ANY_DATA = '';

/**
 * Reads an experiment from key-value pairs. Missing keys take their value from `base`; unknown keys and wrong
 * values become problems. Never throws.
 * @param trained it was: its numbers are not held against what its data set has, which earlier versions did not do
 */
export function validateExperiment(
  input: Readonly<Record<string, unknown>>,
  base: Experiment = DEFAULT_EXPERIMENT,
  { trained = false } = {},
): Validated<Experiment> {
  const problems: Problem[] = [];
  const result: Record<FieldKey, string | number> = { ...base };
  const named = 'data' in input ? String(validateField('data', input.data, base.data).value) : base.data;
  const data = trained ? ANY_DATA : named;
  for (const [key, value] of Object.entries(input)) {
    if (!isFieldKey(key)) {
      problems.push({ path: key, found: show(key), expected: 'is not a setting', used: 'ignored' });
      continue;
    }
    const read = validateField(key, value, base[key], data);
    result[key] = read.value;
    if (read.problem) problems.push(read.problem);
  }
  // Another data set may have fewer images than the base takes.
  const images = validateField('images', result.images, base.images, data);
  if (images.problem) problems.push(images.problem);
  result.images = images.value;
  const value = result as Experiment;
  const most = seedsFrom(value.seed);
  if (value.repeats <= most) return { value, problems };
  const expected = `from seed ${plain(value.seed)} on goes beyond the last seed, ${plain(MAX_SEED)}`;
  problems.push({ path: 'repeats', found: plain(value.repeats), expected, used: `used ${plain(most)}` });
  return { value: { ...value, repeats: most }, problems };
}

export function isFieldKey(key: string): key is FieldKey {
  return (FIELD_KEYS as readonly string[]).includes(key);
}

/**
 * What is wrong with training on a data set that is not here; undefined where nothing is. It names what to do; nothing
 * else is trained on instead.
 */
export function missingData({ data }: Pick<Experiment, 'data'>): Problem | undefined {
  if (dataSpec(data)) return undefined;
  const known = dataSpecs().map(({ id }) => id);
  return {
    path: 'data',
    found: `'${data}'`,
    expected: `is not a data set of this browser, which has ${known.join(', ')}`,
    used: 'choose one of them to train',
  };
}

/** The same as a sentence, without its full stop. */
export function describeMissing(experiment: Pick<Experiment, 'data'>): string | undefined {
  const problem = missingData(experiment);
  return problem && describeProblem(problem);
}

/** As a sentence, without its full stop: why nothing can be trained as it is set, or undefined where it can. */
export function whyUntrainable({
  data,
  network,
  images,
}: Pick<Experiment, 'data' | 'network' | 'images'>): string | undefined {
  const misfit = misfitOf(network, dataSpec(data));
  const { problem } = validateField('images', images, images, data);
  const mistake = misfit
    ? `network: ${misfit.found} ${misfit.expected}`
    : problem && describeMistake(problem);
  return describeMissing({ data }) ?? (mistake && `${mistake}, change it to train`);
}
