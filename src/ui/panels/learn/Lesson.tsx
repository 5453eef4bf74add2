/** A lesson's two halves: what there is to know, and a figure to try it on. */
import { lazy, type ReactNode } from 'react';
import { LazyPart } from '../../ErrorBoundary.tsx';

interface LessonProps {
  readonly children: ReactNode;
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly figure: ReactNode;
}

export const Lesson = ({ children, label, figure }: LessonProps) => (
  <div className="lesson-halves">
    <div className="lesson-text">{children}</div>
    <figure aria-label={label}>{figure}</figure>
  </div>
);

/** What the figure shows now, read out when it changes. */
export const Reading = ({ children }: { readonly children: ReactNode }) => (
  <figcaption aria-live="polite">{children}</figcaption>
);

const Typeset = lazy(() => import('./Typeset.tsx'));

/** An equation on a line of its own; KaTeX, which sets it, comes after the words around it. */
export const Equation = ({ tex }: { readonly tex: string }) => (
  <div className="equation">
    <LazyPart what="this equation">
      <Typeset tex={tex} />
    </LazyPart>
  </div>
);
