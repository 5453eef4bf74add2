/** A figure that Observable Plot draws: as wide as there is room, in the theme's colours, with a name for everyone. */
import type { PlotOptions } from '@observablehq/plot';
import { plot } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';

interface PlotFigureProps {
  /** What a screen reader says: what is shown, and what can be seen in it. */
  readonly label: string;
  /**
   * From the width in CSS pixels to the figure; keep it stable (useCallback), each new one draws anew. Colours are given
   * as the theme's variables, 'var(--series-0)', so that a change of theme needs no drawing.
   */
  readonly draw: (width: number) => PlotOptions;
  /** Kept free before the first drawing, in CSS pixels, so that nothing jumps. */
  readonly height: number;
}

export function PlotFigure({ label, draw, height }: PlotFigureProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useEffect(() => {
    const element = box.current;
    if (!element || width === 0) return;
    const figure = plot({ height, ...draw(width), width });
    figure.setAttribute('aria-hidden', 'true');
    element.replaceChildren(figure);
    return () => element.replaceChildren();
  }, [draw, width, height]);
  return <div ref={box} className="plot" role="img" aria-label={label} style={{ minHeight: height }} />;
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
