/** Chooses files to import. */
import { useRef } from 'react';
import { usePlayground } from '../playground.ts';
import { takeIn } from './takeIn.ts';

export function ImportButton({ onDone }: { readonly onDone?: () => void }) {
  const playground = usePlayground();
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null): Promise<void> => {
    if (!files || files.length === 0) return;
    await takeIn(playground, [...files]);
    if (input.current) input.current.value = '';
    onDone?.();
  };
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        Import files …
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
