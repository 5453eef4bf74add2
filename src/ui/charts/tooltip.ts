/** The tooltip of the charts: Vega calls it with the values at the hovered position, one entry a series. */

const ID = 'chart-tooltip';
const GAP = 14;

/** The entry that counts images; all others are measurements. */
export const IMAGES_TITLE = 'images seen';

type Values = Readonly<Record<string, unknown>>;

/** Vega's tooltip handler; an empty value hides it. */
export function showTooltip(_handler: unknown, event: MouseEvent, _item: unknown, value: unknown): void {
  const element = tooltipElement();
  if (typeof value !== 'object' || value === null) {
    element.hidden = true;
    return;
  }
  element.replaceChildren(...rows(value as Values));
  element.hidden = false;
  const { width, height } = element.getBoundingClientRect();
  const left = event.clientX + GAP + width > innerWidth ? event.clientX - GAP - width : event.clientX + GAP;
  element.style.left = `${Math.max(4, left)}px`;
  element.style.top = `${Math.max(4, Math.min(event.clientY + GAP, innerHeight - height - 4))}px`;
}

function rows(values: Values): HTMLElement[] {
  return Object.entries(values)
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => {
      const row = document.createElement('div');
      const label = document.createElement('span');
      const number = document.createElement('b');
      label.textContent = name;
      number.textContent =
        name === IMAGES_TITLE ? Number(value).toLocaleString('en-US') : Number(value).toFixed(3);
      row.append(label, number);
      return row;
    });
}

function tooltipElement(): HTMLElement {
  const existing = document.getElementById(ID);
  if (existing) return existing;
  const element = document.createElement('div');
  element.id = ID;
  element.setAttribute('aria-hidden', 'true');
  document.body.append(element);
  return element;
}
