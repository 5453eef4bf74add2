/** What a visitor chose of the files: of a first survey what is usual, of another one what still means something. */
import { isSameSize, nameOfFiles, offeredSizes, usualPacking } from '../../../import/describe.ts';
import type { Packing } from '../../../import/pack.ts';
import type { Survey } from '../../../import/survey.ts';
import type { SourceFile } from '../../../import/unpack.ts';

export interface Choice {
  readonly name: string;
  readonly packing: Packing;
  /** Of all classes that were found, by their label in the files. */
  readonly classNames: Readonly<Record<string, string>>;
}

export function firstChoice(files: readonly Pick<SourceFile, 'path'>[], survey: Survey): Choice {
  return {
    name: nameOfFiles(files.map(({ path }) => path)),
    packing: usualPacking(survey),
    classNames: Object.fromEntries(survey.classes.map(({ label, name }) => [label, name])),
  };
}

/** Files that are read in another way may have other classes, and images of another size. */
export function nextChoice(before: Choice, first: Choice, survey: Survey): Choice {
  const { classNames, packing } = labelsOf(before) === labelsOf(first) ? before : first;
  const offered = offeredSizes(survey).some((size) => isSameSize(size, before.packing));
  const { width, height } = offered ? before.packing : first.packing;
  return {
    name: before.name,
    packing: { ...before.packing, width, height, classes: packing.classes },
    classNames,
  };
}

const labelsOf = ({ classNames }: Choice): string => Object.keys(classNames).join('\n');
