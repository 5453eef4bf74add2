/**
 * The rule under the pointer and its tooltip, over a chart that Vega drew. tfjs-vis does this inside Vega, with a
 * Voronoi cell and a tooltip for each position, which took more than half of each redraw.
 */
import type { View } from 'vega-embed-original';
import type { ChartLook } from './look.ts';
import { linesOf } from './readings.ts';
import { PADDING, type Row } from './spec.ts';
import { hideTooltip, showTooltip } from './tooltip.ts';

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
    container.addEventListener('pointerleave', this.#lift);
    // Before another chart hears the same tap and shows the tooltip there.
    document.addEventListener('pointerdown', this.#tapElsewhere, { capture: true });
    document.addEventListener('scroll', this.#leave, { capture: true, passive: true });
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
    this.#container.removeEventListener('pointerleave', this.#lift);
    document.removeEventListener('pointerdown', this.#tapElsewhere, { capture: true });
    document.removeEventListener('scroll', this.#leave, { capture: true });
  }

  #move = (event: PointerEvent): void => {
    this.#pointer = event;
    const { view, look, rows } = this.#drawn;
    const box = this.#container.getBoundingClientRect();
    const left = PADDING.left + view.origin()[0];
    const top = PADDING.top + view.origin()[1];
    const x = view.scale('x');
    const row = nearestRow(rows, x.invert(event.clientX - box.left - left));
    const level = view.scale('y').invert(event.clientY - box.top - top);
    const { lines, more } = row ? linesOf(row, look, level) : { lines: [], more: 0 };
    if (!row || lines.length === 0) {
      this.#hide();
      return;
    }
    this.#rule.hidden = false;
    this.#rule.style.left = `${left + x(positionOf(row))}px`;
    this.#rule.style.top = `${top}px`;
    this.#rule.style.height = `${view.signal('height')}px`;
    const title = `${positionOf(row).toLocaleString('en-US')} images seen`;
    const within = (this.#container.closest('.chart') ?? this.#container).getBoundingClientRect();
    showTooltip({ at: event, within, title, lines, more });
  };

  /** A lifted finger leaves too; what it pointed at stays to be read until the next tap elsewhere or a scroll. */
  #lift = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') this.#leave();
  };

  #tapElsewhere = ({ target }: PointerEvent): void => {
    if (!(target instanceof Node && this.#container.contains(target))) this.#leave();
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
