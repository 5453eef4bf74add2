/** Opens the dialog of the visitor's own sets. */
import { lazy, useState } from 'react';
import { LazyPart } from '../../ErrorBoundary.tsx';

const SetsDialog = lazy(() => import('./SetsDialog.tsx'));

export function OwnImagesButton({ words }: { readonly words: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words}
      </button>
      {open && (
        <LazyPart what="your sets of images" onClose={() => setOpen(false)}>
          <SetsDialog onClose={() => setOpen(false)} />
        </LazyPart>
      )}
    </>
  );
}
