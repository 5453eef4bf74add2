/** The images that a question names, checked and fetched. */
import type { InspectedImages } from '../engine/engine.ts';
import { SPLIT_WORDS } from '../spec/dataSpec.ts';
import type { ImageRef, Picture } from './question.ts';
import type { SubjectData } from './subject.ts';

/** The images, in the order asked for. @throws what a person should read, for a row that is not there */
export async function fetchPictures(data: SubjectData, refs: readonly ImageRef[]): Promise<Picture[]> {
  const counts = { train: data.train, validation: data.validation, test: data.test };
  for (const { split, row } of refs) {
    if (Number.isInteger(row) && row >= 0 && row < counts[split]) continue;
    const last = counts[split] - 1;
    throw new Error(`There is no ${SPLIT_WORDS[split]} image ${row}: the images at hand are 0 to ${last}.`);
  }
  for (const split of new Set(refs.map((ref) => ref.split))) await data.ready(split);
  return data.pictures(refs);
}

/** As `fetchPictures`, of one image. */
export async function fetchPicture(data: SubjectData, ref: ImageRef): Promise<Picture> {
  const [picture] = await fetchPictures(data, [ref]);
  if (!picture) throw new Error(`The ${SPLIT_WORDS[ref.split]} image ${ref.row} is not at hand.`);
  return picture;
}

/** A minibatch of these pictures, whatever splits they come from. */
export function minibatchOf(pictures: readonly Picture[]): InspectedImages {
  const bytes = pictures[0]?.pixels.length ?? 0;
  const pixels = new Uint8Array(pictures.length * bytes);
  pictures.forEach((picture, i) => {
    pixels.set(picture.pixels, i * bytes);
  });
  return { pixels, labels: Uint8Array.from(pictures, ({ label }) => label) };
}
