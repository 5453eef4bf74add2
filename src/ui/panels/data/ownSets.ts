/** The visitor's own data sets, made known to the page: to its form, its pictures, its records. */
import { type KeptSet, KeptSets } from '../../../data/kept.ts';
import { registerDataSet } from '../../../data/source.ts';
import type { Playground } from '../../../store/store.ts';

let opened: Promise<KeptSets> | undefined;

/** @throws where the browser keeps nothing */
export const keptSets = (): Promise<KeptSets> => {
  opened ??= KeptSets.open();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
};

/** What is known by now, and how to forget it. */
const known = new Map<string, { readonly set: KeptSet; readonly forget: () => void }>();

/** Reads which sets there are, also those that another tab brought. @returns them, the oldest first */
export async function readOwnSets({ actions }: Pick<Playground, 'actions'>): Promise<readonly KeptSet[]> {
  const sets = await keptSets().then(
    (kept) => kept.list(),
    // A private window keeps none, so there are none.
    (): KeptSet[] => [],
  );
  const same = (a: KeptSet, b: KeptSet | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
  for (const [id, { set, forget }] of known) {
    if (sets.some((each) => same(each, set))) continue;
    forget();
    known.delete(id);
  }
  for (const set of sets) {
    if (known.has(set.spec.id)) continue;
    const forget = registerDataSet(set.spec, { open: async () => (await keptSets()).dataSet(set.spec.id) });
    known.set(set.spec.id, { set, forget });
  }
  actions.setSets(sets.map(({ spec }) => spec));
  return sets;
}

/** Sets may come and go in another tab while this one is out of sight. @returns a function that ends it */
export function followOwnSets(playground: Playground): () => void {
  const read = (): void => void readOwnSets(playground);
  read();
  void keptSets()
    .then((kept) => kept.sweep())
    .catch(() => undefined);
  addEventListener('focus', read);
  return () => removeEventListener('focus', read);
}
