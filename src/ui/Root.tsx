/** A page with all that it needs around it. */
import { type ReactNode, StrictMode } from 'react';
import type { Playground } from '../store/store.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { PlaygroundContext } from './playground.ts';

interface RootProps {
  readonly playground: Playground;
  readonly children: ReactNode;
}

export const Root = ({ playground, children }: RootProps) => (
  <StrictMode>
    <ErrorBoundary>
      <PlaygroundContext value={playground}>{children}</PlaygroundContext>
    </ErrorBoundary>
  </StrictMode>
);
