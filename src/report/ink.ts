/** Colours of pictures and pages that leave the playground; the same values as in its own light and dark theme. */

export type Scheme = 'light' | 'dark';

export interface Ink {
  readonly ground: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
}

export const INK: Readonly<Record<Scheme, Ink>> = {
  light: { ground: '#ffffff', text: '#1b1f24', muted: '#5b6672', line: '#e3e7ec' },
  dark: { ground: '#1a2027', text: '#e6eaef', muted: '#a3aebb', line: '#2c343e' },
};

export const FONT = 'Inter, system-ui, sans-serif';

/** What lines need beside their ground, by WCAG 2.2's 1.4.11. */
const LEAST_CONTRAST = 3;
const STEP = 0.1;

type Rgb = readonly [number, number, number];

function rgbOf(colour: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!match) return undefined;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

/** WCAG's relative luminance, 0 … 1. */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/**
 * A colour chosen for a light ground, made legible on the scheme's: mixed with the text's colour until lines stand
 * out. What is not #rrggbb is left as it is.
 */
export function legible(colour: string, scheme: Scheme): string {
  const [ground, text] = [rgbOf(INK[scheme].ground), rgbOf(INK[scheme].text)];
  const start = rgbOf(colour);
  if (!start || !ground || !text) return colour;
  for (let share = scheme === 'dark' ? 3 * STEP : 0; share <= 1; share += STEP) {
    const mixed: Rgb = [0, 1, 2].map((i) => {
      const [from = 0, to = 0] = [start[i], text[i]];
      return Math.round(from + share * (to - from));
    }) as [number, number, number];
    if (contrast(mixed, ground) >= LEAST_CONTRAST) return hex(mixed);
  }
  return INK[scheme].text;
}

const hex = (colour: Rgb): string => `#${colour.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
