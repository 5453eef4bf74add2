/** Chooses files to import. They can also be dropped on the page, and their text pasted: see DropTarget.tsx. */
import { useRef } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { usePlayground } from '../playground.ts';
import { takeIn } from './takeIn.ts';

export function ImportButton() {
  const playground = usePlayground();
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null): Promise<void> => {
    if (!files || files.length === 0) return;
    await takeIn(playground, [...files]);
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <button
        type="button"
        title="Runs, or a whole export (JSON or ZIP), of this page or of the terminal. Files can also be dropped on the page, and their text pasted."
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
        accept=".json,.zip,application/json,application/zip"
        multiple
        onChange={(event) => read(event.target.files)}
      />
    </>
  );
}
