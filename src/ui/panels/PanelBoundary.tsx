/** Keeps what goes wrong in one part of the page there: the rest goes on, and so do the runs. */
import type { ReactNode } from 'react';
import { ErrorBoundary } from '../ErrorBoundary.tsx';

interface PanelBoundaryProps {
  /** Of the part, within a sentence: 'this view'. */
  readonly what: string;
  readonly children: ReactNode;
}

export const PanelBoundary = ({ what, children }: PanelBoundaryProps) => (
  <ErrorBoundary
    fallback={(message) => (
      <div className="notice warning" role="alert">
        <p>
          The page could not show {what}; training goes on. If it could not be loaded, check the connection
          and reload the page: runs go on from where they are kept. What went wrong: <code>{message}</code>
        </p>
      </div>
    )}
  >
    {children}
  </ErrorBoundary>
);
