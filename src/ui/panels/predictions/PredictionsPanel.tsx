/** The tab Predictions; what it draws with is loaded when it is opened. */
import { lazy, Suspense } from 'react';

const PredictionsFrame = lazy(async () => ({
  default: (await import('./PredictionsFrame.tsx')).PredictionsFrame,
}));

export const PredictionsPanel = () => (
  <Suspense fallback={<p className="inside-loading">Loading the predictions …</p>}>
    <PredictionsFrame />
  </Suspense>
);
