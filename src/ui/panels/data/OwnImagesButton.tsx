/** Opens the dialog of the visitor's own sets. */
import { lazy, Suspense, useState } from 'react';

const SetsDialog = lazy(() => import('./SetsDialog.tsx'));

export function OwnImagesButton({ words }: { readonly words: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words}
      </button>
      {open && (
        <Suspense>
          <SetsDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
