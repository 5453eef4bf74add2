/** Bringing images, and the sets that this browser keeps: what they are, how large, to rename, hand on and delete. */
import { useEffect, useRef, useState } from 'react';
import '../../styles/ownImages.css';
import type { KeptSet } from '../../../data/kept.ts';
import { fetchPublished, PUBLISHED, type PublishedSet } from '../../../import/publishers.ts';
import { LIMITS } from '../../../import/refusal.ts';
import { grouped } from '../../../spec/numbers.ts';
import { sourceOf } from '../../files/dropped.ts';
import { FilePicker } from '../../files/FilePicker.tsx';
import { useActions, usePlayground } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';
import { keptSets, readOwnSets } from './ownSets.ts';
import { SetRow } from './SetRow.tsx';

export default function SetsDialog({ onClose }: { readonly onClose: () => void }) {
  const playground = usePlayground();
  const { bringImages } = useActions();
  const [sets, setSets] = useState<readonly KeptSet[]>([]);
  const [deleted, setDeleted] = useState<readonly KeptSet[]>([]);
  const [said, setSaid] = useState('');
  const fetching = useRef(new AbortController());
  const read = (): Promise<void> => readOwnSets(playground).then(setSets);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => {
    void read();
    return () => fetching.current.abort();
  }, []);

  const bring = (files: readonly File[], close: () => void): void => {
    close();
    bringImages(files.map(sourceOf));
  };
  const fetchSet = async (published: PublishedSet, close: () => void): Promise<void> => {
    setSaid(`Fetching ${published.name} …`);
    try {
      const files = await fetchPublished(published, fetching.current.signal);
      close();
      bringImages(files);
    } catch (error) {
      if (!fetching.current.signal.aborted) setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  const remove = async (id: string): Promise<void> => {
    const set = await (await keptSets()).remove(id);
    if (set) setDeleted([...deleted, set]);
    await read();
  };
  const putBack = async (set: KeptSet): Promise<void> => {
    await (await keptSets()).putBack(set);
    setDeleted(deleted.filter((each) => each !== set));
    await read();
  };

  return (
    <Dialog
      title="Your images"
      className="sets-dialog"
      onClose={() => {
        // What was deleted can be put back for as long as the dialog is open.
        void keptSets().then((kept) => kept.sweep(deleted.map(({ spec }) => spec.id)));
        onClose();
      }}
    >
      {(close) => (
        <>
          <p>
            Train on images of your own: a folder or an archive (ZIP, TAR, GZ) with a folder a class, or NPZ,
            NPY, IDX, Parquet, CSV, CIFAR files. Drop them anywhere on this page, or choose them here. They
            stay in this browser.
          </p>
          <p className="remark">
            {LIMITS.classes.least} to {LIMITS.classes.most} classes, up to {grouped(LIMITS.images)} images,{' '}
            {LIMITS.pixelBytes / 1e6} MB of pixels once they are {LIMITS.side.least} to {LIMITS.side.most}{' '}
            pixels a side.
          </p>
          <div className="pick-files">
            <FilePicker label="Image files" onFiles={(files) => bring(files, close)}>
              Choose files
            </FilePicker>
            <FilePicker label="Folder of images" folder onFiles={(files) => bring(files, close)}>
              Choose a folder
            </FilePicker>
          </div>
          <details>
            <summary>Well-known sets, from their publishers</summary>
            <ul className="published">
              {PUBLISHED.map((published) => (
                <li key={published.name}>
                  <button type="button" onClick={() => fetchSet(published, close)}>
                    {published.name}
                  </button>
                  <span>
                    {published.words} (<a href={published.page}>about it</a>)
                  </span>
                </li>
              ))}
            </ul>
            <p role="status">{said}</p>
          </details>
          {(sets.length > 0 || deleted.length > 0) && (
            <>
              <h3>In this browser</h3>
              <ul className="own-sets">
                {sets.map((set) => (
                  <SetRow key={set.spec.id} set={set} onChange={read} onRemove={() => remove(set.spec.id)} />
                ))}
                {deleted.map((set) => (
                  <li key={set.spec.id}>
                    <span>Deleted '{set.spec.name}'.</span>
                    <button type="button" onClick={() => putBack(set)}>
                      Undo
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
          <div className="dialog-buttons">
            <button type="button" onClick={close}>
              Close
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
