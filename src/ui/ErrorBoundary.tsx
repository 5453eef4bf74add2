/** Shows something else where drawing what is inside fails; what is outside goes on. */
import { Component, type ReactNode, Suspense } from 'react';
import { Dialog } from './panels/Dialog.tsx';

interface Props {
  readonly fallback: (message: string) => ReactNode;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | undefined;
}

let caughtAt = Number.NEGATIVE_INFINITY;

/** Whether something was shown in the place of a part that failed since then, by the page's clock. */
export const hasCaughtSince = (time: number): boolean => caughtAt >= time;

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(): void {
    caughtAt = performance.now();
  }

  override render() {
    const { message } = this.state;
    return message === undefined ? this.props.children : this.props.fallback(message);
  }
}

interface PanelBoundaryProps {
  /** Of the part, within a sentence: 'this view'. */
  readonly what: string;
  readonly children: ReactNode;
  /** Of a dialog, which says in a dialog what went wrong. */
  readonly onClose?: (() => void) | undefined;
}

/** Keeps what goes wrong in one part of the page there: the rest goes on, and so do the runs. */
export const PanelBoundary = ({ what, children, onClose }: PanelBoundaryProps) => (
  <ErrorBoundary
    fallback={(message) =>
      onClose ? (
        <Dialog title="Something is missing" onClose={onClose}>
          <Failure what={what} message={message} />
        </Dialog>
      ) : (
        <div className="notice warning">
          <Failure what={what} message={message} />
        </div>
      )
    }
  >
    {children}
  </ErrorBoundary>
);

const Failure = ({ what, message }: { readonly what: string; readonly message: string }) => (
  <div role="alert">
    <p>
      The page could not show {what}; training goes on. If it could not be loaded, there may be a newer
      version of the page, or no connection. Reload the page then: runs go on from where they are kept. What
      went wrong: <code>{message}</code>
    </p>
    <button type="button" onClick={() => location.reload()}>
      Reload
    </button>
  </div>
);

interface LazyPartProps extends PanelBoundaryProps {
  /** Shown while it is loaded. */
  readonly waiting?: ReactNode;
}

/** A part whose code is loaded when it is first shown, and may be gone: after another version was put in its place. */
export const LazyPart = ({ waiting, children, ...boundary }: LazyPartProps) => (
  <PanelBoundary {...boundary}>
    <Suspense fallback={waiting}>{children}</Suspense>
  </PanelBoundary>
);
