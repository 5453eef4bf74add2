/** The tab that explains the norms with figures to touch, and checks the original study; loaded when it is opened. */
import { lazy, Suspense } from 'react';

const Lessons = lazy(() => import('./Lessons.tsx'));

export const LearnPanel = () => (
  <Suspense fallback={<p className="remark">Loading the lessons …</p>}>
    <Lessons />
  </Suspense>
);
