/** Redraws one chart when its runs changed: seldom enough to leave the processor to the training. */
import type { StoreApi } from 'zustand/vanilla';
import type { Metric } from '../../curves/curveRun.ts';
import { type Curves, panelOf } from '../../curves/curves.ts';
import type { Scheme } from '../../curves/palette.ts';
import { isActive } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import type { Board } from './board.ts';
import { type ChartSize, drawCurves } from './draw.ts';
import { CHART_PLOT, type ChartContainer } from './look.ts';

/** Between two redraws, while runs train. */
const REDRAW_MS = 400;
/** Where drawing is slow, at most this share of the time goes to it. */
const DRAWING_SHARE = 0.15;

export interface ChartLoopOptions {
  readonly container: ChartContainer;
  readonly store: StoreApi<PageState>;
  readonly board: Board;
  readonly metric: Metric;
  /** Draws the runs of this batch size alone. */
  readonly batch: number | undefined;
  readonly scheme: Scheme;
  /** After each frame: whether it holds a curve. */
  readonly onDrawn: (drawn: boolean) => void;
  /** A sentence to show with the chart, or undefined for none. */
  readonly onNote: (note: string | undefined) => void;
}

export class ChartLoop {
  readonly #options: ChartLoopOptions;
  readonly #resize: ResizeObserver;
  readonly #unsubscribe: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** While the chart rests between two redraws. */
  #rest: ReturnType<typeof setTimeout> | undefined;
  #drawing = false;
  #stale = false;
  /** Whether what came while it drew must not wait. */
  #urgent = false;
  #disposed = false;
  /** The first frame loads and compiles, which says nothing about what the next ones cost. */
  #warm = false;
  #size: ChartSize = { width: 0, height: 0 };

  constructor(options: ChartLoopOptions) {
    this.#options = options;
    const { container, store } = options;
    this.#resize = new ResizeObserver(([entry]) => this.#resized(entry));
    this.#resize.observe(container);
    this.#unsubscribe = store.subscribe(({ runs, view, zoom, paused, table }, before) => {
      const chosen = view !== before.view || zoom !== before.zoom || table !== before.table;
      if (runs === before.runs && paused === before.paused && !chosen) return;
      // At a pause the last points must not wait: the table shows them already.
      const steered = paused || chosen || !sameLines(runs, before.runs);
      this.#request(steered ? 'now' : 'in turn');
    });
    document.addEventListener('visibilitychange', this.#shown);
  }

  dispose(): void {
    this.#disposed = true;
    this.#resize.disconnect();
    this.#unsubscribe();
    clearTimeout(this.#timer);
    clearTimeout(this.#rest);
    document.removeEventListener('visibilitychange', this.#shown);
    this.#options.board.noteDrawn(this.#options.metric, undefined);
  }

  #resized(entry: ResizeObserverEntry | undefined): void {
    if (!entry) return;
    const width = Math.floor(entry.contentRect.width);
    const height = Math.floor(entry.contentRect.height);
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.#request('now');
  }

  #shown = (): void => this.#request('now');

  /** `now` is for what the visitor did, which does not wait for the rest to end. */
  #request(when: 'now' | 'in turn'): void {
    this.#stale = true;
    if (this.#drawing) {
      this.#urgent ||= when === 'now';
      return;
    }
    if (when === 'now') {
      clearTimeout(this.#rest);
      this.#rest = undefined;
    }
    if (this.#timer !== undefined || this.#rest !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#draw();
    }, 0);
  }

  async #draw(): Promise<void> {
    const { container, store, board, metric, batch, scheme, onDrawn, onNote } = this.#options;
    this.#urgent = false;
    if (this.#disposed || document.hidden || this.#size.width < 40) return;
    this.#stale = false;
    const all = board.compute(metric);
    const curves = all && (batch === undefined ? all : panelOf(all, batch)?.curves);
    if (!curves) {
      this.#empty(all);
      return;
    }
    const started = performance.now();
    this.#drawing = true;
    const { view } = store.getState();
    try {
      await drawCurves(container, curves, { scheme, size: this.#size, metric, x: view.x });
      if (this.#disposed) return;
      onNote(describeAbove(curves));
      onDrawn(true);
      board.noteDrawn(metric, all);
    } catch (error) {
      onNote(
        `The chart could not be drawn (${error instanceof Error ? error.message : error}). Training goes on.`,
      );
    }
    this.#drawing = false;
    if (this.#disposed) return;
    if (this.#urgent) {
      this.#request('now');
      return;
    }
    const took = this.#warm ? performance.now() - started : 0;
    this.#warm = true;
    const rest = Math.max(REDRAW_MS, took / DRAWING_SHARE);
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      if (this.#stale) this.#request('in turn');
    }, rest);
  }

  /**
   * The runs that are shown here have no curve: what was drawn is not to be seen, read or zoomed into any more.
   * @param others what other panels draw
   */
  #empty(others: Curves | undefined): void {
    const { container, board, metric, onDrawn, onNote } = this.#options;
    delete container[CHART_PLOT];
    onNote(undefined);
    onDrawn(false);
    board.noteDrawn(metric, others);
  }
}

/** Whether the same runs are shown under the same names, and as many of them still train: all else is new points. */
const sameLines = (runs: PageState['runs'], before: PageState['runs']): boolean =>
  runs.length === before.length &&
  runs.every((run, i) => {
    const other = before[i];
    return (
      other?.id === run.id &&
      other.visible === run.visible &&
      other.name === run.name &&
      other.held === run.held &&
      isActive(other) === isActive(run)
    );
  });

/** 'BN · seed 1 went above 5: there its line follows the top edge.' */
function describeAbove({ above, yDomain }: Curves): string | undefined {
  if (above.length === 0) return undefined;
  const [who, whose] =
    above.length === 1 ? [above[0]?.name, 'its line follows'] : [`${above.length} lines`, 'they follow'];
  return `${who} went above ${yDomain[1]}: there ${whose} the top edge.`;
}
