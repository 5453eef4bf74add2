/** The page with all that it needs around it. */
import { StrictMode } from 'react';
import type { Playground } from '../store/store.ts';
import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { PlaygroundContext } from './playground.ts';

export const Root = ({ playground }: { readonly playground: Playground }) => (
  <StrictMode>
    <ErrorBoundary>
      <PlaygroundContext value={playground}>
        <App />
      </PlaygroundContext>
    </ErrorBoundary>
  </StrictMode>
);
