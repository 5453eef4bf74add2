/** A small box beside the pointer, inside the chart's card, with a title and a line for each value. */
import { markPath } from './markPath.ts';
import type { Reading } from './readings.ts';
import { SAMPLE_WIDTH, sampleLine } from './sample.ts';

export interface Tooltip {
  readonly at: { readonly clientX: number; readonly clientY: number };
  /** What it must not leave. */
  readonly within: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly title: string;
  readonly lines: readonly Reading[];
  /** Series that have a value too but no line. */
  readonly more: number;
}

const ID = 'chart-tooltip';
const GAP = 14;
const MARGIN = 4;

export function showTooltip({ at, within, title, lines, more }: Tooltip): void {
  const element = tooltipElement();
  const rest = more > 0 ? [paragraph(`and ${more} further from here`)] : [];
  element.replaceChildren(paragraph(title), ...lines.map(lineElement), ...rest);
  element.hidden = false;
  const room = {
    left: Math.max(within.left, 0) + MARGIN,
    right: Math.min(within.right, innerWidth) - MARGIN,
    top: Math.max(within.top, 0) + MARGIN,
    bottom: Math.min(within.bottom, innerHeight) - MARGIN,
  };
  element.style.maxWidth = `${room.right - room.left}px`;
  const { width, height } = element.getBoundingClientRect();
  const beside = at.clientX + GAP + width > room.right ? at.clientX - GAP - width : at.clientX + GAP;
  element.style.left = `${Math.max(room.left, Math.min(beside, room.right - width))}px`;
  element.style.top = `${Math.max(room.top, Math.min(at.clientY + GAP, room.bottom - height))}px`;
}

export function hideTooltip(): void {
  tooltipElement().hidden = true;
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function lineElement({ look, value }: Reading): HTMLElement {
  const line = document.createElement('div');
  const label = document.createElement('span');
  const number = document.createElement('b');
  label.textContent = look.title;
  number.textContent = value;
  line.append(sampleElement(look), label, number);
  return line;
}

/** As LineSample draws it, outside React. */
function sampleElement({ colour, dash, mark }: Reading['look']): SVGElement {
  const sample = svgElement('svg', { viewBox: `0 0 ${SAMPLE_WIDTH} 12`, width: SAMPLE_WIDTH, height: 12 });
  sample.append(
    svgElement('path', {
      d: sampleLine(dash, 6),
      stroke: colour,
      'stroke-dasharray': dash.join(' '),
      'stroke-width': mark ? 1.5 : 2.5,
    }),
  );
  if (mark) {
    const transform = `translate(${SAMPLE_WIDTH / 2} 6)`;
    sample.append(svgElement('path', { d: markPath(mark), fill: colour, transform }));
  }
  return sample;
}

function svgElement(name: 'svg' | 'path', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function tooltipElement(): HTMLElement {
  const existing = document.getElementById(ID);
  if (existing) return existing;
  const element = document.createElement('div');
  element.id = ID;
  element.hidden = true;
  element.setAttribute('aria-hidden', 'true');
  document.body.append(element);
  return element;
}
