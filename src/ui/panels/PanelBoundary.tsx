/** Keeps what goes wrong in one part of the page there: the rest goes on, and so do the runs. */
import { Component, type ReactNode } from 'react';

interface Props {
  /** Of the part, within a sentence: 'this view'. */
  readonly what: string;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | undefined;
}

export class PanelBoundary extends Component<Props, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <div className="notice warning" role="alert">
        <p>
          The page could not show {this.props.what}; training goes on. If it could not be loaded, check the
          connection and reload the page: runs go on from where they are kept. What went wrong:{' '}
          <code>{message}</code>
        </p>
      </div>
    );
  }
}
