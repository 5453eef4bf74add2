/**
 * Colours, dashes and marks of the series, the same in the page's charts and in exported figures. The colours began as
 * Okabe & Ito's and were moved, by search, until those of a theme have a contrast of 3:1 with all that they are drawn on
 * and the nearest two are as far apart as may be, for people with any common colour blindness (palette.test.ts has the
 * distances). Every index has a colour, and a dash and a mark, so that colour is never the only cue: indices that differ
 * by SERIES_COLOURS share the colour and differ in the others (colours.ts allots them).
 */
export type Scheme = 'light' | 'dark';

const COLOURS: Readonly<Record<Scheme, readonly [string, ...string[]]>> = {
  light: ['#0072b2', '#fb4a1c', '#739363', '#bf258b', '#87501d', '#631701', '#3c4950', '#923ff6'],
  dark: ['#56b4e9', '#ff873c', '#38e3a6', '#bf7ba5', '#fcd235', '#ca5d2c', '#ccdcea', '#9583ff'],
};

/** Lengths of stroke and gap, in pixels; the first is solid, and none is as fine as validation's. */
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [7, 4],
  [10, 3, 2, 3],
  [14, 4],
  [4, 4],
  [8, 3, 2, 3, 2, 3],
  [3, 7],
  [10, 3, 4, 3],
];

/** Validation lines: dotted and thin, with points at the ends of epochs in a shape of the run's own. */
export const VALIDATION_DASH: readonly number[] = [2, 2];

export const MARKS = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'cross'] as const;
export type Mark = (typeof MARKS)[number];

export const SERIES_COLOURS = COLOURS.light.length;

const cycle = <T>(items: readonly [T, ...T[]] | readonly T[], index: number): T => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('an empty palette');
  return item;
};

export const seriesColour = (index: number, scheme: Scheme): string => cycle(COLOURS[scheme], index);

/** One further for each index of the same colour. */
const look = (index: number): number => (index % SERIES_COLOURS) + Math.floor(index / SERIES_COLOURS);

export const seriesDash = (index: number): readonly number[] => cycle(DASHES, look(index));

export const seriesMark = (index: number): Mark => cycle(MARKS, look(index));

/** What Vega draws axes and text with; the same values as in styles/theme.css. */
export const INK: Readonly<Record<Scheme, { text: string; muted: string; grid: string; hover: string }>> = {
  light: { text: '#1b1f24', muted: '#5b6672', grid: '#e3e7ec', hover: '#9aa6b2' },
  dark: { text: '#e6eaef', muted: '#a3aebb', grid: '#2c343e', hover: '#6d7a88' },
};

const PATHS: Readonly<Record<Mark, string>> = {
  circle: 'M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z',
  square: 'M-3.5-3.5H3.5V3.5H-3.5Z',
  diamond: 'M0-4.5L4 0L0 4.5L-4 0Z',
  'triangle-up': 'M0-4L4 3.5H-4Z',
  'triangle-down': 'M0 4L4-3.5H-4Z',
  cross: 'M-1.5-4H1.5V-1.5H4V1.5H1.5V4H-1.5V1.5H-4V-1.5H-1.5Z',
};

/** Outlines of the series marks around 0 0, in a box of about 8 pixels, as Vega draws them. */
export const markPath = (mark: Mark): string => PATHS[mark];

/** A short piece of a series' line that shows its dash whole, for legends, lists and the tooltip. */
export const SAMPLE_WIDTH = 34;

/** The longest line of whole dashes that fits, centred in the sample's width, as an SVG path at height `y`. */
export function sampleLine(dash: readonly number[], y: number): string {
  const length = wholeDashes(dash, SAMPLE_WIDTH - 2);
  const start = (SAMPLE_WIDTH - length) / 2;
  return `M${start} ${y}H${start + length}`;
}

/** Strokes and gaps take turns; the line ends with a stroke. */
export function wholeDashes(dash: readonly number[], room: number): number {
  const cycle = dash.reduce((sum, length) => sum + length, 0);
  const gapless = dash.every((length, i) => i % 2 === 0 || length === 0);
  if (gapless || cycle <= 0) return room;
  let length = 0;
  let whole = 0;
  for (let i = 0; length < room; i++) {
    length += dash[i % dash.length] ?? 0;
    if (i % 2 === 0 && length <= room) whole = length;
  }
  return whole > 0 ? whole : room;
}
