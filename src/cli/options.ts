/** Command-line options: a link's keys, a shared link, and a few of the terminal's own. Every mistake names its option. */

import { decodeFragment } from '../share/link.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS } from '../spec/fields.ts';
import { describeMistake, isFieldKey, validateExperiment, whyUntrainable } from '../spec/validate.ts';

/** A mistake on the command line: shown as it is, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Splits `--name value` and `--name=value` into pairs.
 * @param known the options there are; any other is a UsageError, as are a missing value and a stray word
 */
export function readPairs(args: readonly string[], known: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(args[i] ?? '') ?? [];
    if (name === undefined)
      throw new UsageError(`'${args[i]}' is not an option: options look like --batch 8`);
    if (!known.includes(name))
      throw new UsageError(`--${name}: no such option. There are: ${known.join(', ')}`);
    const value = inline ?? args[++i];
    if (value === undefined || (inline === undefined && value.startsWith('--'))) {
      throw new UsageError(`--${name}: a value is missing`);
    }
    if (pairs.has(name)) throw new UsageError(`--${name}: given more than once`);
    pairs.set(name, value);
  }
  return pairs;
}

/** A whole number option, or undefined if it is not given. */
export function readCount(
  pairs: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = pairs.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`--${name}: '${text}' is not a whole number from ${min} to ${max}`);
  }
  return value;
}

/**
 * The experiments that the options describe: the defaults or a link's comparison (--link), changed by the options
 * named after fields. Unlike the page, which uses the nearest value, a terminal refuses what it cannot do.
 */
export function readExperiments(pairs: ReadonlyMap<string, string>): readonly Experiment[] {
  const link = pairs.get('link');
  const settings = Object.fromEntries([...pairs].filter(([key]) => isFieldKey(key)));
  return readLink(link).map((base) => {
    const { value, problems } = validateExperiment(settings, base);
    const [problem] = problems;
    if (problem) throw new UsageError(`--${describeMistake(problem)}`);
    const why = whyUntrainable(value);
    if (why !== undefined) throw new UsageError(`--${why}`);
    return value;
  });
}

/** @param link an address with a fragment, or the fragment alone; the default experiment without */
export function readLink(link: string | undefined): readonly Experiment[] {
  if (link === undefined) return [DEFAULT_EXPERIMENT];
  const read = decodeFragment(link.slice(link.indexOf('#') + 1));
  const problem = read?.problems[0];
  if (!read || problem)
    throw new UsageError(`--link: ${problem ? describeMistake(problem) : 'the link has no settings'}`);
  return read.comparison;
}

/** The options named after an experiment's fields. Which engine runs is the command's own business. */
export const FIELD_OPTIONS = FIELD_KEYS.filter((key) => key !== 'engine');
