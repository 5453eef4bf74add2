/** What an image of the data set is called. */
import type { ImageRef } from '../../inspection/question.ts';
import { className, type DataSpec, SPLIT_WORDS } from '../../spec/dataSpec.ts';
import { grouped } from '../../spec/numbers.ts';

/** 'Ankle boot, test image 17' */
export const pictureName = (
  { label, split, row }: ImageRef & { readonly label: number },
  spec: DataSpec | undefined,
): string => `${className(spec, label)}, ${SPLIT_WORDS[split]} image ${grouped(row)}`;

/** Class names as charts need them: 'Cat', 'Dog' and, where two classes have one name, 'Dog (2)'. */
export function distinctNames(spec: Pick<DataSpec, 'classes'>): string[] {
  const met = new Map<string, number>();
  return spec.classes.map((_, label) => {
    const name = className(spec, label);
    const times = (met.get(name) ?? 0) + 1;
    met.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
