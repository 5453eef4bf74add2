/** Chooses files to import. They can also be dropped on the page, and their text pasted: see DropTarget.tsx. */
import { useRef } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { usePlayground } from '../playground.ts';
import { sourceOf } from './dropped.ts';
import { takeInAny } from './takeIn.ts';

export function ImportButton() {
  const playground = usePlayground();
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null): Promise<void> => {
    if (!files || files.length === 0) return;
    await takeInAny(playground, [...files].map(sourceOf));
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <button
        type="button"
        title="Runs or a whole export (JSON or ZIP) of this page or of the terminal; images to train on (ZIP, NPZ, IDX, CSV, Parquet, CIFAR). Files and folders can also be dropped on the page."
        onClick={() => input.current?.click()}
      >
        <Icon name="import" /> Import
      </button>
      <input
        ref={input}
        type="file"
        aria-label="Files to import"
        className="visually-hidden"
        tabIndex={-1}
        multiple
        onChange={(event) => read(event.target.files)}
      />
    </>
  );
}
