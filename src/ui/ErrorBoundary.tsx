/** The last resort: if drawing the page fails, it says so and offers a way on. A link keeps the comparison. */
import { Component, type ReactNode } from 'react';

interface Props {
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
    if (message === undefined) return this.props.children;
    return (
      <main className="crash card" role="alert">
        <h1>The page has a bug, and it just met it</h1>
        <p>
          Training runs of this page are lost; the comparison is in the address, so reloading opens it again.
          What went wrong: <code>{message}</code>
        </p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    );
  }
}
