/** Chooses files to import. They can also be dropped on the page, and their text pasted: see DropTarget.tsx. */

/// <reference path="./fileSystem.d.ts" />
import { lazy, useState } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { LazyPart } from '../ErrorBoundary.tsx';
import { usePlayground } from '../playground.ts';
import { sourceOf } from './dropped.ts';
import { FilePicker } from './FilePicker.tsx';
import { takeInAny } from './takeIn.ts';

export function ImportButton() {
  const playground = usePlayground();
  return (
    <FilePicker
      label="Files to import"
      title="Runs or a whole export (JSON or ZIP) of this page or of the terminal, or images to train on. Files and folders can also be dropped on the page."
      onFiles={(files) => void takeInAny(playground, files.map(sourceOf))}
    >
      <Icon name="import" /> Import
    </FilePicker>
  );
}

/** A sweep's folder, finished or growing; it can be dropped as well. */
export function FolderButton() {
  const playground = usePlayground();
  const pick = async (ask: () => void): Promise<void> => {
    try {
      const directory = await window.showDirectoryPicker?.({ id: 'runs' });
      if (directory) playground.actions.watch(directory);
    } catch (error) {
      const thoughtBetter = error instanceof DOMException && error.name === 'AbortError';
      // Frames of other origins may not ask like this.
      if (!thoughtBetter) ask();
    }
  };
  return (
    <FilePicker
      label="Folder of runs"
      title="The folder of a sweep (npm run sweep -- … --out DIR), or any other with run files. It can also be dropped on the page."
      folder
      onPress={window.showDirectoryPicker && ((ask) => void pick(ask))}
      onFiles={(files) => void takeInAny(playground, files.map(sourceOf))}
    >
      Open folder
    </FilePicker>
  );
}

/** Opens the export dialog, which is loaded then. */
const ExportDialog = lazy(async () => ({ default: (await import('./ExportDialog.tsx')).ExportDialog }));

export function ExportButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        <Icon name="export" /> Export
      </button>
      {open && (
        <LazyPart what="the exports" onClose={() => setOpen(false)}>
          <ExportDialog onClose={() => setOpen(false)} />
        </LazyPart>
      )}
    </>
  );
}
