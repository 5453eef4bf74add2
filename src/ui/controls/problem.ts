/** What is wrong with a typed number and what is used instead, in the form's words: links speak of keys, a form of labels. */

import type { Experiment } from '../../spec/experiment.ts';
import { FIELDS, limitsOf } from '../../spec/fields.ts';
import { plain } from '../../spec/numbers.ts';
import { validateField } from '../../spec/validate.ts';

/** The settings that are numbers. */
export type NumberKey = {
  [K in keyof Experiment]: [Extract<Experiment[K], number>] extends [never] ? never : K;
}[keyof Experiment];

export const isNumberKey = (key: keyof Experiment): key is NumberKey => FIELDS[key].kind === 'number';

/** What a typed text asks for; an empty field is left alone, where that says something. */
export function readTyped(
  key: NumberKey,
  text: string,
  before?: string | number,
  data: string = FIELDS.data.default,
): ReturnType<typeof validateField> {
  const { default: alone } = FIELDS[key];
  return validateField(key, text === '' && typeof alone === 'string' ? alone : text, before, data);
}

/**
 * @param data the data set that a number of images is held against
 * @param before the value that an unreadable text falls back to
 * @param comma whether one was left out of a whole number
 * @returns undefined if the text is fine
 */
export function describeTyped(
  key: NumberKey,
  text: string,
  before: string | number,
  comma = false,
  data: string = FIELDS.data.default,
): string | undefined {
  const { value } = readTyped(key, text, before, data);
  const wrong = describeMistyped(key, text, data);
  const used = `${plain(Number(value))} is used`;
  if (wrong !== undefined) return `${wrong}${isNumber(text) ? ':' : '; until then'} ${used}.`;
  return comma ? `${FIELDS[key].label} is a whole number, written without a comma: ${used}.` : undefined;
}

/** What is wrong, where nothing is used instead: 'Batch size goes from 1 to 1,024'. */
export function describeMistyped(
  key: NumberKey,
  text: string,
  data: string = FIELDS.data.default,
): string | undefined {
  const { label } = FIELDS[key];
  const { min, max } = limitsOf(key, data);
  if (!readTyped(key, text, undefined, data).problem) return undefined;
  if (!isNumber(text)) return `${label}: enter a number from ${plain(min)} to ${plain(max)}`;
  const number = Number(text);
  if (number < min || number > max) return `${label} goes from ${plain(min)} to ${plain(max)}`;
  return `${label} is a whole number`;
}

const isNumber = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text));
