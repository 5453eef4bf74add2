/** Redraws one chart when its runs changed: seldom enough to leave the processor to the training. */
import type { StoreApi } from 'zustand/vanilla';
import type { PageState } from '../../store/state.ts';
import { type Curves, curvesOf, type Metric } from './curves.ts';
import { type ChartSize, drawCurves } from './draw.ts';
import type { Scheme } from './palette.ts';

const REDRAW_MS = 400;

export interface ChartLoopOptions {
  readonly container: HTMLElement;
  readonly store: StoreApi<PageState>;
  readonly metric: Metric;
  readonly scheme: Scheme;
  /** After each frame. */
  readonly onDrawn: () => void;
  /** A sentence to show with the chart, or undefined for none. */
  readonly onNote: (note: string | undefined) => void;
}

export class ChartLoop {
  readonly #options: ChartLoopOptions;
  readonly #resize: ResizeObserver;
  readonly #unsubscribe: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawing = false;
  #stale = false;
  #disposed = false;
  #size: ChartSize = { width: 0, height: 0 };

  constructor(options: ChartLoopOptions) {
    this.#options = options;
    const { container, store } = options;
    this.#resize = new ResizeObserver(([entry]) => this.#resized(entry));
    this.#resize.observe(container);
    this.#unsubscribe = store.subscribe(({ runs }, before) => {
      if (runs !== before.runs) this.#request();
    });
    document.addEventListener('visibilitychange', this.#request);
  }

  dispose(): void {
    this.#disposed = true;
    this.#resize.disconnect();
    this.#unsubscribe();
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#request);
  }

  #resized(entry: ResizeObserverEntry | undefined): void {
    if (!entry) return;
    const width = Math.floor(entry.contentRect.width);
    const height = Math.floor(entry.contentRect.height);
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.#request();
  }

  #request = (): void => {
    this.#stale = true;
    if (this.#timer !== undefined || this.#drawing) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#draw();
    }, 0);
  };

  async #draw(): Promise<void> {
    const { container, store, metric, scheme, onDrawn, onNote } = this.#options;
    if (this.#disposed || document.hidden || this.#size.width < 40) return;
    this.#stale = false;
    const curves = curvesOf(store.getState().runs, metric);
    if (!curves) return;
    this.#drawing = true;
    try {
      await drawCurves(container, curves, scheme, this.#size);
      onNote(describeAbove(curves));
      onDrawn();
    } catch (error) {
      onNote(
        `The chart could not be drawn (${error instanceof Error ? error.message : error}). Training goes on.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, REDRAW_MS));
    this.#drawing = false;
    if (this.#stale && !this.#disposed) this.#request();
  }
}

/** 'BN · seed 1 went above 5: there its line follows the top edge.' */
function describeAbove({ above, yDomain }: Curves): string | undefined {
  if (above.length === 0) return undefined;
  const [who, whose] =
    above.length === 1 ? [above[0], 'its line follows'] : [`${above.length} runs`, 'lines follow'];
  return `${who} went above ${yDomain[1]}: there ${whose} the top edge.`;
}
