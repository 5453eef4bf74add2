/**
 * Files dropped anywhere on the page, and exports pasted as text, are imported: runs, or images to train on. A part of the page that takes files for
 * itself says so with preventDefault.
 */
import { useEffect, useState } from 'react';
import { usePlayground } from '../playground.ts';
import { filesDropped, foldersDropped, sourceOf } from './dropped.ts';
import { takeInAny, takeInText } from './takeIn.ts';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Text that is pasted into a field belongs to the field. */
const inField = ({ target }: Event): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

export function DropTarget() {
  const playground = usePlayground();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      if (event.defaultPrevented) {
        setOver(false);
        return;
      }
      // Without this the browser would open the file in place of the page.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) void takeInDropped(event.dataTransfer);
    };
    async function takeInDropped(transfer: DataTransfer): Promise<void> {
      // Both are asked for before the browser forgets what was dropped.
      const [watchable, files] = [foldersDropped(transfer), filesDropped(transfer)];
      await takeInAny(playground, await files, await watchable);
    }
    const paste = (event: ClipboardEvent): void => {
      if (inField(event)) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain').trim() ?? '';
      if (files.length > 0) void takeInAny(playground, files.map(sourceOf));
      else if (text.startsWith('{') || text.startsWith('[')) void takeInText(playground, text);
    };
    const listening = new AbortController();
    const { signal } = listening;
    addEventListener('dragenter', drag, { signal });
    addEventListener('dragover', drag, { signal });
    addEventListener('dragleave', leave, { signal });
    addEventListener('drop', drop, { signal });
    addEventListener('paste', paste, { signal });
    return () => listening.abort();
  }, [playground]);
  if (!over) return null;
  return (
    <div className="drop-target" aria-hidden="true">
      <p>Drop images to train on them, or runs to import them</p>
    </div>
  );
}
