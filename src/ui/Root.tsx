/** A page with all that it needs around it. */
import { type ReactNode, StrictMode } from 'react';
import type { Playground } from '../store/store.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { PlaygroundContext } from './playground.ts';

/** The last resort. A link keeps the comparison, the browser's database the runs. */
const Crash = ({ message }: { readonly message: string }) => (
  <main className="crash card" role="alert">
    <h1>Something went wrong in this page</h1>
    <p>
      Reloading opens it again: the comparison is in the address, and runs that are kept in this browser go on
      from their last checkpoint. What went wrong: <code>{message}</code>
    </p>
    <button type="button" className="primary" onClick={() => location.reload()}>
      Reload
    </button>
  </main>
);

interface RootProps {
  readonly playground: Playground;
  readonly children: ReactNode;
}

export const Root = ({ playground, children }: RootProps) => (
  <StrictMode>
    <ErrorBoundary fallback={(message) => <Crash message={message} />}>
      <PlaygroundContext value={playground}>{children}</PlaygroundContext>
    </ErrorBoundary>
  </StrictMode>
);
