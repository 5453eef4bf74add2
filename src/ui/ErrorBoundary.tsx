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
