/** A small box beside the pointer with a title and a line for each value. */

export interface TooltipLine {
  readonly name: string;
  readonly value: string;
  readonly colour: string;
}

const ID = 'chart-tooltip';
const GAP = 14;

export function showTooltip(
  at: { clientX: number; clientY: number },
  title: string,
  lines: readonly TooltipLine[],
): void {
  const element = tooltipElement();
  const head = document.createElement('p');
  head.textContent = title;
  element.replaceChildren(head, ...lines.map(lineElement));
  element.hidden = false;
  const { width, height } = element.getBoundingClientRect();
  const left = at.clientX + GAP + width > innerWidth ? at.clientX - GAP - width : at.clientX + GAP;
  element.style.left = `${Math.max(4, left)}px`;
  element.style.top = `${Math.max(4, Math.min(at.clientY + GAP, innerHeight - height - 4))}px`;
}

export function hideTooltip(): void {
  tooltipElement().hidden = true;
}

function lineElement({ name, value, colour }: TooltipLine): HTMLElement {
  const line = document.createElement('div');
  const chip = document.createElement('i');
  const label = document.createElement('span');
  const number = document.createElement('b');
  chip.style.background = colour;
  label.textContent = name;
  number.textContent = value;
  line.append(chip, label, number);
  return line;
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
