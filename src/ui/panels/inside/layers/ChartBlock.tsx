/** A title, how to read what is below it, and one or several figures. */
import { type ReactNode, useId } from 'react';
import type { RunLook } from '../useRunLooks.ts';

interface ChartBlockProps {
  readonly title: string;
  readonly how: ReactNode;
  readonly children: ReactNode;
}

export function ChartBlock({ title, how, children }: ChartBlockProps) {
  const id = useId();
  return (
    <section className="chart-block" aria-labelledby={id}>
      <h4 id={id}>{title}</h4>
      <p className="remark">{how}</p>
      {children}
    </section>
  );
}

/** Which run a figure is of, where others stand beside it. */
export const FigureName = ({ look }: { readonly look: RunLook }) => (
  <p className="figure-name">
    <span className="swatch" style={{ background: look.colour }} /> {look.name}
  </p>
);
