/** What the page says of a set that is kept now. */
import { repeatWords } from '../../../import/describe.ts';
import type { Kept } from '../../../import/protocol.ts';
import { counted, grouped } from '../../../spec/numbers.ts';

/** @param asked id of the set that the page asks for, where this is another one */
export function keptWords({ set, repeats, repeatsLeftOut, skipped }: Kept, asked?: string): string {
  const { name, counts } = set.spec;
  const { train, validation, test } = counts;
  const notes = [
    asked !== undefined
      ? `'${name}' is kept, but these are not the images that this page asks for ('${asked}'): choose it under Data to train on it.`
      : `'${name}' is ready: ${grouped(train)} training, ${grouped(validation)} validation and ${counted(test, 'test image')}. Press Train to train on it.`,
    repeatWords(repeats, repeatsLeftOut),
    skipped.length > 0 && `${counted(skipped.length, 'file was', 'files were')} left out.`,
  ];
  return notes.filter(Boolean).join(' ');
}
