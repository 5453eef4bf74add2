/** What stands where there is no run to show anything of yet: why, and the way to one. */
import type { ReactNode } from 'react';
import { useActions } from '../playground.ts';

interface NoRunsProps {
  /** What the button says. */
  readonly button: string;
  readonly children: ReactNode;
}

export function NoRuns({ button, children }: NoRunsProps) {
  const { train } = useActions();
  return (
    <div className="inside-none">
      <p>{children}</p>
      <button type="button" className="primary" onClick={train}>
        {button}
      </button>
    </div>
  );
}
