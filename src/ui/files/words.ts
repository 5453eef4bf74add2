/** What came of an import, in words. */
import type { ReadingProblem } from '../../results/reading/client.ts';
import { counted } from '../../spec/numbers.ts';

export interface TakenIn {
  readonly read: number;
  /** Those that were not there before. */
  readonly added: number;
  readonly files: number;
  /** Files without a run. */
  readonly unread: number;
  readonly folder: string | undefined;
}

/** More sentences than this are not read. */
const MAX_PROBLEMS = 3;

/** 'Imported 36 runs from results, 1 was there already.' */
export function describeAdded({ read, added, folder }: TakenIn): string {
  const from = folder === undefined ? '' : ` from ${folder}`;
  const runs = counted(added, 'run');
  const there = read - added;
  if (there === 0) return `Imported ${runs}${from}.`;
  const known = counted(there, 'was there already', 'were there already');
  return added === 0 ? `Nothing new${from}: ${known}.` : `Imported ${runs}${from}, ${known}.`;
}

/** What several files have alike is said once. */
export function describeProblems(
  problems: readonly ReadingProblem[],
  { files, unread }: Pick<TakenIn, 'files' | 'unread'>,
): string {
  const alike = new Map<string, string[]>();
  for (const { source, text } of problems) alike.set(text, [...(alike.get(text) ?? []), source]);
  const told = [...alike].map(([text, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` (and ${counted(others.length, 'file')} more)`;
    return `${first}${more}: ${text}`;
  });
  const shown = told.slice(0, MAX_PROBLEMS).join('. ');
  const more = told.length - MAX_PROBLEMS;
  const what =
    files > 1 && unread > 0
      ? `${unread} of ${files} files could not be imported`
      : 'Not everything could be imported';
  return `${what}. ${shown}.${more > 0 ? ` And ${counted(more, 'more problem')} like ${more === 1 ? 'this' : 'these'}.` : ''}`;
}
