/** From anything to a valid experiment. A visitor's mistake is data: what was wrong, where, what was used instead. */

import type { Experiment } from './experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS, type Field, type FieldKey } from './fields.ts';
import { grouped } from './numbers.ts';

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
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

const plain = (value: number): string => (value >= 1e-4 && value < 1e9 ? grouped(value, 6) : String(value));

/** Reads one field; on a mistake the nearest allowed value, else `fallback`, is used and `problem` says so. */
export function validateField(
  key: FieldKey,
  input: unknown,
  fallback: string | number = FIELDS[key].default,
): { value: string | number; problem?: Problem } {
  const field: Field = FIELDS[key];
  const wrong = (found: string, expected: string, value: string | number) => ({
    value,
    problem: { path: key, found, expected, used: `used ${typeof value === 'number' ? plain(value) : value}` },
  });
  if (field.kind === 'choice') {
    if (typeof input === 'string' && field.values.includes(input)) return { value: input };
    return wrong(show(input), `is not one of ${field.values.join(', ')}`, fallback);
  }
  const value =
    typeof input === 'number'
      ? input
      : typeof input === 'string' && input.trim() !== ''
        ? Number(input)
        : Number.NaN;
  if (Number.isNaN(value)) return wrong(show(input), 'is not a number', fallback);
  if (value < field.min) return wrong(plain(value), `is below ${plain(field.min)}`, field.min);
  if (value > field.max) return wrong(plain(value), `is above ${plain(field.max)}`, field.max);
  if (field.integer && !Number.isInteger(value))
    return wrong(String(value), 'is not a whole number', Math.round(value));
  return { value };
}

/**
 * Reads an experiment from key-value pairs. Missing keys take their value from `base`; unknown keys and wrong
 * values become problems. Never throws.
 */
export function validateExperiment(
  input: Readonly<Record<string, unknown>>,
  base: Experiment = DEFAULT_EXPERIMENT,
): Validated<Experiment> {
  const problems: Problem[] = [];
  const result: Record<FieldKey, string | number> = { ...base };
  for (const [key, value] of Object.entries(input)) {
    if (!isFieldKey(key)) {
      problems.push({ path: key, found: show(key), expected: 'is not a setting', used: 'ignored' });
      continue;
    }
    const read = validateField(key, value, base[key]);
    result[key] = read.value;
    if (read.problem) problems.push(read.problem);
  }
  return { value: result as Experiment, problems };
}

export function isFieldKey(key: string): key is FieldKey {
  return (FIELD_KEYS as readonly string[]).includes(key);
}
