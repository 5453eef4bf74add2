/** What is wrong with a typed number and what is used instead, in the form's words: links speak of keys, a form of labels. */
import type { Experiment } from '../../spec/experiment.ts';
import { FIELDS, limitsOf } from '../../spec/fields.ts';
import { validateField } from '../../spec/validate.ts';

/** The settings that are numbers. */
export type NumberKey = {
  [K in keyof Experiment]: Experiment[K] extends number ? K : never;
}[keyof Experiment];

const shown = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 6 });

/**
 * @param data the data set that a number of images is held against
 * @param before the value that an unreadable text falls back to
 * @param comma whether one was left out of a whole number
 * @returns undefined if the text is fine
 */
export function describeProblem(
  key: NumberKey,
  text: string,
  before: number,
  comma = false,
  data: string = FIELDS.data.default,
): string | undefined {
  const { value, problem } = validateField(key, text, before, data);
  const { label } = FIELDS[key];
  const { min, max } = limitsOf(key, data);
  const used = `${shown(Number(value))} is used`;
  if (!problem) return comma ? `${label} is a whole number, written without a comma: ${used}.` : undefined;
  if (text.trim() === '' || Number.isNaN(Number(text))) {
    return `${label}: enter a number from ${shown(min)} to ${shown(max)}; until then ${used}.`;
  }
  const number = Number(text);
  if (number < min || number > max) return `${label} goes from ${shown(min)} to ${shown(max)}: ${used}.`;
  return `${label} is a whole number: ${used}.`;
}
