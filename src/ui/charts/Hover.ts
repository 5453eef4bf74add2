/**
 * The rule under the pointer and its tooltip, over a chart that Vega drew. tfjs-vis does this inside Vega, with a
 * Voronoi cell and a tooltip for each position, which took more than half of each redraw.
 */
import type { View } from 'vega-embed-original';
import type { ChartLook } from './look.ts';
import { PADDING, type Row } from './spec.ts';
import { hideTooltip, showTooltip, type TooltipLine } from './tooltip.ts';

interface Drawn {
  readonly view: View;
  readonly look: ChartLook;
  readonly rows: readonly Row[];
}

export class Hover {
  readonly #container: HTMLElement;
  readonly #rule = document.createElement('div');
  #drawn: Drawn;
  #pointer: PointerEvent | undefined;

  constructor(container: HTMLElement, drawn: Drawn) {
    this.#container = container;
    this.#drawn = drawn;
    this.#rule.className = 'chart-rule';
    this.#rule.hidden = true;
    container.append(this.#rule);
    container.addEventListener('pointermove', this.#move);
    container.addEventListener('pointerdown', this.#move);
    container.addEventListener('pointerleave', this.#leave);
  }

  /** After a redraw, which may have moved what is under a resting pointer. */
  update(drawn: Drawn): void {
    this.#drawn = drawn;
    if (this.#pointer) this.#move(this.#pointer);
  }

  dispose(): void {
    this.#leave();
    this.#rule.remove();
    this.#container.removeEventListener('pointermove', this.#move);
    this.#container.removeEventListener('pointerdown', this.#move);
    this.#container.removeEventListener('pointerleave', this.#leave);
  }

  #move = (event: PointerEvent): void => {
    this.#pointer = event;
    const { view, look, rows } = this.#drawn;
    const left = this.#container.getBoundingClientRect().left + PADDING.left + view.origin()[0];
    const x = view.scale('x');
    const row = nearestRow(rows, x.invert(event.clientX - left));
    const lines = row ? linesOf(row, look) : [];
    if (!row || lines.length === 0) {
      this.#hide();
      return;
    }
    this.#rule.hidden = false;
    this.#rule.style.left = `${PADDING.left + view.origin()[0] + x(positionOf(row))}px`;
    this.#rule.style.top = `${PADDING.top + view.origin()[1]}px`;
    this.#rule.style.height = `${view.signal('height')}px`;
    showTooltip(event, `${positionOf(row).toLocaleString('en-US')} images seen`, lines);
  };

  #leave = (): void => {
    this.#pointer = undefined;
    this.#hide();
  };

  #hide(): void {
    if (this.#rule.hidden) return;
    this.#rule.hidden = true;
    hideTooltip();
  }
}

const positionOf = (row: Row): number => Number(row.x);

function nearestRow(rows: readonly Row[], images: number): Row | undefined {
  let nearest = rows[0];
  for (const row of rows) {
    if (nearest && Math.abs(positionOf(row) - images) < Math.abs(positionOf(nearest) - images)) nearest = row;
  }
  return nearest;
}

function linesOf(row: Row, { series }: ChartLook): TooltipLine[] {
  return series.flatMap(({ key, title, colour }) => {
    const value = row[key];
    return typeof value === 'number' ? [{ name: title, value: value.toFixed(3), colour }] : [];
  });
}
