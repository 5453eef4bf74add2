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

const MARKS = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'cross'] as const;
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
