/** The tab Inside the network; what it draws with is loaded when it is opened. */
import { lazy, Suspense } from 'react';

const InsideFrame = lazy(async () => ({ default: (await import('./InsideFrame.tsx')).InsideFrame }));

export const InsidePanel = () => (
  <Suspense fallback={<p className="how">Loading the figures …</p>}>
    <InsideFrame />
  </Suspense>
);
