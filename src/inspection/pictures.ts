/** Answers `pictures`: the images themselves. */
import { fetchPictures } from './images.ts';
import type { Pictures, Question } from './question.ts';
import type { Answering, Subject } from './subject.ts';

/** @throws what a person should read, for a row that is not there */
export async function* pictures(
  { data }: Subject,
  { split, rows }: Extract<Question, { readonly kind: 'pictures' }>,
): Answering<Pictures> {
  yield { done: 0, total: rows.length };
  const refs = rows.map((row) => ({ split, row }));
  return { kind: 'pictures', pictures: await fetchPictures(data, refs) };
}
