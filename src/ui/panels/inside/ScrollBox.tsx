/** A table that may be wider or longer than its room; the keyboard reaches it, and scrolls it. */
import type { ReactNode } from 'react';

interface ScrollBoxProps {
  /** Unlike that of any other region of the page: runs stand side by side. */
  readonly label: string;
  readonly children: ReactNode;
}

export function ScrollBox({ label, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="view-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
