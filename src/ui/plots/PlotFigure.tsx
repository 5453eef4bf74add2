/**
 * A figure that Observable Plot draws: as wide as there is room, in the theme's colours, with a name for everyone. It is
 * drawn anew while it is on the screen or nearly so: during a training figures change every second, and drawing them
 * takes time from the training.
 */
import { type PlotOptions, plot, type SymbolName } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';
import { scientific, significant } from '../../spec/numbers.ts';
import { useWidth } from '../useWidth.ts';

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
  const near = useNear(box);
  useEffect(() => {
    const element = box.current;
    if (!element || width === 0 || !near) return;
    const figure = plot({ height, ...draw(width), width });
    figure.setAttribute('aria-hidden', 'true');
    element.replaceChildren(figure);
  }, [draw, width, height, near]);
  return <div ref={box} className="plot" role="img" aria-label={label} style={{ minHeight: height }} />;
}

/** Whether it is on the screen, or within half a screen of it; before that is known, it is drawn once. */
function useNear(box: React.RefObject<HTMLDivElement | null>): boolean {
  const [near, setNear] = useState(true);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? true), {
      rootMargin: '50%',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return near;
}

/** As D3 draws symbols around 0 0, each of an area. */
interface DrawnSymbol {
  draw(context: Pick<CanvasPath, 'moveTo' | 'lineTo' | 'closePath'>, area: number): void;
}

/** D3's triangle, upside down. */
const TRIANGLE_DOWN: DrawnSymbol = {
  draw(context, area) {
    const y = Math.sqrt(area / (3 * Math.sqrt(3)));
    context.moveTo(0, 2 * y);
    context.lineTo(-Math.sqrt(3) * y, -y);
    context.lineTo(Math.sqrt(3) * y, -y);
    context.closePath();
  },
};

/** Marks of the series, as Observable Plot draws them. */
const SYMBOLS = {
  circle: 'circle',
  square: 'square',
  diamond: 'diamond',
  'triangle-up': 'triangle',
  'triangle-down': TRIANGLE_DOWN,
  cross: 'cross',
} as const satisfies Record<string, SymbolName | DrawnSymbol>;

export type MarkName = keyof typeof SYMBOLS;

export const symbolOf = (mark: MarkName): SymbolName | DrawnSymbol => SYMBOLS[mark];

/** '0.05', '1,200', '12k', '1e−5' */
export function shortTick(value: number): string {
  const size = Math.abs(value);
  const words =
    size >= 10_000
      ? `${significant(value / 1000, 3)}k`
      : size !== 0 && size < 1e-3
        ? scientific(value, 0)
        : significant(value, 3);
  return words.replaceAll('-', '−');
}

/** How many ticks with such labels an x axis of that width, in CSS pixels, has room for. */
export const ticksWithin = (width: number): number => Math.max(2, Math.floor(width / 80));
