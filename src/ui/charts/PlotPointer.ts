/**
 * The pointer over one plot: it moves the crosshair, and dragged along x it zooms in. A finger moves the crosshair
 * alone, so that a swipe up or down still scrolls the page.
 */
import type { Metric } from '../../curves/curveRun.ts';
import type { Zoom } from '../../curves/view.ts';
import type { Board } from './board.ts';
import { CHART_PLOT, type ChartContainer, type Plot } from './look.ts';

/** Shorter drags are clicks of an unsteady hand, in pixels. */
const SHORTEST_DRAG = 6;

export interface PlotPointerOptions {
  /** What the pointer is over. */
  readonly frame: HTMLElement;
  /** Where the plot is drawn, within it. */
  readonly surface: ChartContainer;
  readonly board: Board;
  readonly metric: Metric;
  readonly onZoom: (zoom: Zoom | undefined) => void;
}

export class PlotPointer {
  readonly #options: PlotPointerOptions;
  /** Where a drag began, from the plot's left edge. */
  #from: number | undefined;
  /** Dragged far enough to be one. */
  #dragging = false;

  constructor(options: PlotPointerOptions) {
    this.#options = options;
    const { frame } = options;
    frame.addEventListener('pointermove', this.#move);
    frame.addEventListener('pointerdown', this.#down);
    frame.addEventListener('pointerup', this.#up);
    frame.addEventListener('pointercancel', this.#cancel);
    frame.addEventListener('pointerleave', this.#leave);
    frame.addEventListener('dblclick', this.#reset);
    document.addEventListener('pointerdown', this.#tapElsewhere, { capture: true });
  }

  dispose(): void {
    const { frame } = this.#options;
    this.#hide();
    frame.removeEventListener('pointermove', this.#move);
    frame.removeEventListener('pointerdown', this.#down);
    frame.removeEventListener('pointerup', this.#up);
    frame.removeEventListener('pointercancel', this.#cancel);
    frame.removeEventListener('pointerleave', this.#leave);
    frame.removeEventListener('dblclick', this.#reset);
    document.removeEventListener('pointerdown', this.#tapElsewhere, { capture: true });
  }

  /** Ends a drag without zooming. */
  cancelDrag(): void {
    this.#from = undefined;
    this.#dragging = false;
    this.#options.board.setDragged(undefined);
  }

  #cancel = (): void => this.cancelDrag();

  #move = (event: PointerEvent): void => {
    const { surface, board, metric } = this.#options;
    const plot = surface[CHART_PLOT];
    if (!plot) return;
    const { left, top } = surface.getBoundingClientRect();
    const pixels = within(event.clientX - left - plot.left, plot);
    if (this.#from !== undefined) {
      this.#dragging ||= Math.abs(pixels - this.#from) >= SHORTEST_DRAG;
      if (this.#dragging) {
        const [from, to] = [plot.xAt(Math.min(this.#from, pixels)), plot.xAt(Math.max(this.#from, pixels))];
        board.setDragged({ from, to });
        board.setCrosshair(undefined);
        return;
      }
    }
    board.setCrosshair({
      x: plot.xAt(pixels),
      metric,
      by: 'pointer',
      level: plot.levelAt(event.clientY - top - plot.top),
      at: { clientX: event.clientX, clientY: event.clientY, plotBottom: top + plot.top + plot.height },
    });
  };

  #down = (event: PointerEvent): void => {
    const { frame, surface } = this.#options;
    const plot = surface[CHART_PLOT];
    if (event.pointerType === 'touch') this.#move(event);
    else if (plot && event.button === 0) {
      frame.setPointerCapture(event.pointerId);
      this.#from = within(event.clientX - surface.getBoundingClientRect().left - plot.left, plot);
    }
  };

  #up = (event: PointerEvent): void => {
    const { board, onZoom } = this.#options;
    const { dragged } = board.state.getState();
    const zoomed = this.#dragging;
    this.cancelDrag();
    if (zoomed && dragged) onZoom(dragged);
    if (event.pointerType !== 'touch' && zoomed) board.setCrosshair(undefined);
  };

  #reset = (): void => this.#options.onZoom(undefined);

  /** A lifted finger leaves too; what it pointed at stays to be read until the next tap elsewhere. */
  #leave = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch' && this.#from === undefined) this.#hide();
  };

  #tapElsewhere = ({ target }: PointerEvent): void => {
    if (!(target instanceof Node && this.#options.frame.contains(target))) this.#hide();
  };

  /** The crosshair, if it was put on this chart. */
  #hide(): void {
    const { board, metric } = this.#options;
    if (board.state.getState().crosshair?.metric === metric) board.setCrosshair(undefined);
  }
}

const within = (pixels: number, { width }: Plot): number => Math.max(0, Math.min(width, pixels));
