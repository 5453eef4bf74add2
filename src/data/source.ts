/** The registry of data sets: a further one is a file and a line here, or registers itself. */
import { FASHION_MNIST, registerSpec, SYNTHETIC } from '../spec/dataSets.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import { type DataSet, DataUnavailable, type OpenOptions } from './dataSet.ts';
import { openFashionMnist } from './fashionMnist.ts';
import { openSynthetic } from './synthetic.ts';

export interface Source {
  /** @throws DataUnavailable whose message says what is missing */
  open(seed: number, options: OpenOptions): Promise<DataSet>;
  /** Drawn from the seed: another seed is another set, and drawing keeps the thread busy. */
  readonly generated?: boolean;
  /** What a page trains on where this cannot be had, saying so. Without it, nothing. */
  readonly standIn?: string;
}

const SOURCES = new Map<string, Source>([
  [FASHION_MNIST.id, { open: (_seed, options) => openFashionMnist(options), standIn: SYNTHETIC.id }],
  [SYNTHETIC.id, { open: openSynthetic, generated: true }],
]);

/** Makes a data set known: from now on it can be chosen and trained on. @returns a function that forgets it again */
export function registerDataSet(spec: DataSpec, source: Source): () => void {
  const forget = registerSpec(spec);
  SOURCES.set(spec.id, source);
  return () => {
    forget();
    SOURCES.delete(spec.id);
  };
}

let elsewhere: ((id: string) => Source) | undefined;

/** Where sets are looked for that nobody registered; opening one that is not there says so. */
export function lookElsewhere(find: (id: string) => Source): void {
  elsewhere = find;
}

/** @throws DataUnavailable for a data set that is not known here: no other one takes its place */
export function sourceOf(id: string): Source {
  const source = SOURCES.get(id) ?? elsewhere?.(id);
  if (source) return source;
  const known = [...SOURCES.keys()].join(', ');
  throw new DataUnavailable(
    `data: '${id}' is not a data set of this browser, which has ${known}. Choose one of them.`,
  );
}

/** What names the bytes of a data set: those of a generated one are its seed's. */
export const bytesId = (id: string, seed: number): string => (sourceOf(id).generated ? `${id}-${seed}` : id);

/**
 * Opens a data set: its labels are there, its images come with `load`.
 * @param seed what a generated data set is drawn from; a downloaded one does not depend on it
 * @throws DataUnavailable whose message says what is missing. Using another set instead is the caller's choice.
 */
export const openDataSet = async (id: string, seed: number, options: OpenOptions): Promise<DataSet> =>
  sourceOf(id).open(seed, options);
