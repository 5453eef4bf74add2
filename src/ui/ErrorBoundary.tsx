/** Shows something else where drawing what is inside fails; what is outside goes on. */
import { Component, type ReactNode } from 'react';

interface Props {
  readonly fallback: (message: string) => ReactNode;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | undefined;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message } = this.state;
    return message === undefined ? this.props.children : this.props.fallback(message);
  }
}

/** Keeps what goes wrong in one part of the page there: the rest goes on, and so do the runs. */
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
