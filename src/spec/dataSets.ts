/**
 * The data sets that are known here, by id: those that come with the page, and those that were registered since. What
 * opens their images is registered beside them (data/source.ts).
 */
import { DATA_ID, type DataSpec } from './dataSpec.ts';

export const FASHION_MNIST: DataSpec = {
  id: 'fashion-mnist',
  name: 'Fashion-MNIST',
  sha256: '61bb6b0279a6073589238acb976a5001442719fea382507672384cc0b235ae62',
  shape: [28, 28, 1],
  classes: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  counts: { train: 50_000, validation: 10_000, test: 10_000 },
};

/** Imitates Fashion-MNIST, drawn from a run's seed. */
export const SYNTHETIC: DataSpec = {
  ...FASHION_MNIST,
  id: 'synthetic',
  name: 'Synthetic',
  // Of the first hundred images of each split as seed 1 draws them.
  sha256: '884589fe13fcb1fdb3b0507915e70c1d182041bb3a8b8e5a34e723d8230da0b4',
};

/** What a page shows that nobody told anything else. */
export const DEFAULT_DATA = FASHION_MNIST;

/** Those that come with the page: every version of it has them. */
export const BUILT_IN: readonly DataSpec[] = [FASHION_MNIST, SYNTHETIC];

const known = new Map<string, DataSpec>(BUILT_IN.map((spec) => [spec.id, spec]));

/** @returns undefined for a data set that this browser does not have */
export const dataSpec = (id: string): DataSpec | undefined => known.get(id);

/** In the order in which a choice offers them. */
export const dataSpecs = (): readonly DataSpec[] => [...known.values()];

/** @returns a function that forgets it again @throws for an id that is taken, or is none */
export function registerSpec(spec: DataSpec): () => void {
  if (!DATA_ID.test(spec.id)) throw new Error(`'${spec.id}' is not an id of a data set`);
  if (known.has(spec.id)) throw new Error(`there is a data set '${spec.id}' already`);
  known.set(spec.id, spec);
  return () => known.delete(spec.id);
}
