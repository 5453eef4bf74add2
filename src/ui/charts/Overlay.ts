/** What lies over a plot: the crosshair's rule and the range that is being dragged, in every chart at the same x. */
import type { Metric } from '../../curves/curveRun.ts';
import { nearest } from '../../curves/grid.ts';
import type { Board } from './board.ts';
import { CHART_PLOT, type ChartContainer } from './look.ts';

export class Overlay {
  readonly #surface: ChartContainer;
  readonly #board: Board;
  readonly #metric: Metric;
  readonly #rule = document.createElement('div');
  readonly #range = document.createElement('div');
  readonly #unsubscribe: () => void;

  constructor(frame: HTMLElement, surface: ChartContainer, board: Board, metric: Metric) {
    this.#surface = surface;
    this.#board = board;
    this.#metric = metric;
    this.#rule.className = 'chart-rule';
    this.#range.className = 'chart-range';
    frame.append(this.#range, this.#rule);
    this.#unsubscribe = board.state.subscribe(this.#update);
    this.#update();
  }

  dispose(): void {
    this.#unsubscribe();
    this.#rule.remove();
    this.#range.remove();
  }

  #update = (): void => {
    const plot = this.#surface[CHART_PLOT];
    const { crosshair, dragged, drawn } = this.#board.state.getState();
    const grid = crosshair && drawn[this.#metric]?.grid;
    this.#rule.hidden = !plot || !grid;
    this.#range.hidden = !plot || !dragged;
    if (!plot) return;
    const { left, top, width, height } = plot;
    if (crosshair && grid) {
      const x = grid[nearest(grid, crosshair.x)] ?? 0;
      const at = plot.pixelsOf(x);
      this.#rule.hidden = at < -1 || at > width + 1;
      place(this.#rule, { left: left + at, top, height });
    }
    if (dragged) {
      const [from, to] = [plot.pixelsOf(dragged.from), plot.pixelsOf(dragged.to)];
      place(this.#range, { left: left + from, top, height, width: to - from });
    }
  };
}

function place(element: HTMLElement, box: Readonly<Record<string, number>>): void {
  for (const [side, pixels] of Object.entries(box)) element.style.setProperty(side, `${pixels}px`);
}
