/** An equation on a line of its own; KaTeX, which sets it, comes after the words around it. */
import { lazy, Suspense } from 'react';

const Typeset = lazy(() => import('./Typeset.tsx'));

export const Equation = ({ tex }: { readonly tex: string }) => (
  <div className="equation">
    <Suspense>
      <Typeset tex={tex} />
    </Suspense>
  </div>
);
