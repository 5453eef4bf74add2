/** Where images that were dropped or picked are asked about, and what the page does once a set is kept. */
import { lazy, useEffect } from 'react';
import type { Kept } from '../../../import/protocol.ts';
import { dataSpec } from '../../../spec/dataSets.ts';
import { LazyPart } from '../../ErrorBoundary.tsx';
import { useActions, usePage, usePlayground } from '../../playground.ts';
import { keptWords } from './keptWords.ts';
import { followOwnSets, readOwnSets } from './ownSets.ts';

const ImportDialog = lazy(() => import('./ImportDialog.tsx'));

export function OwnImages() {
  const playground = usePlayground();
  const { bringImages, editField, notify } = useActions();
  const brought = usePage((state) => state.brought);
  useEffect(() => followOwnSets(playground), [playground]);
  if (brought.length === 0) return null;

  const { comparison } = playground.store.getState();
  const wanted = comparison.map(({ data }) => data).filter((id) => !dataSpec(id));
  const onKept = async (kept: Kept): Promise<void> => {
    const { spec } = kept.set;
    bringImages([]);
    await readOwnSets(playground);
    const [asked] = wanted;
    const other = asked !== undefined && !wanted.includes(spec.id);
    if (!other) editField('data', spec.id);
    notify(keptWords(kept, other ? asked : undefined), other ? 'warning' : 'info');
  };
  return (
    <LazyPart what="the import of images" onClose={() => bringImages([])}>
      <ImportDialog
        key={brought.map(({ path }) => path).join()}
        files={brought}
        // The same images under another name are the set that is there.
        wanted={[...wanted, ...playground.store.getState().sets.map(({ id }) => id)]}
        onClose={() => bringImages([])}
        onKept={onKept}
      />
    </LazyPart>
  );
}
