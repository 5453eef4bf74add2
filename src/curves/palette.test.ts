import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NORMS, WEIGHTS } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { coloursOf } from './colours.ts';
import {
  SAMPLE_WIDTH,
  type Scheme,
  SERIES_COLOURS,
  sampleLine,
  seriesColour,
  seriesDash,
  seriesMark,
  VALIDATION_DASH,
  wholeDashes,
} from './palette.ts';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

/** What lines and samples of them are drawn on (styles/theme.css): page, card, and the chosen method's chip. */
const GROUNDS: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#f7f8fa', '#ffffff', '#eef4ff'],
  dark: ['#12161b', '#1a2027', '#222a33', '#1b2739'],
};

/** How colours look to people who lack a kind of cone (Machado, Oliveira & Fernandes 2009, severity 1), linear RGB. */
const SIGHTS: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (rows: Matrix, [x, y, z]: Triple): Triple => {
  const row = ([a, b, c]: Triple) => a * x + b * y + c * z;
  return [row(rows[0]), row(rows[1]), row(rows[2])];
};

function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG's, 1 … 21. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, b] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Oklab (Ottosson 2020), lightness 0 … 100: a distance of 2 is just to be seen side by side. */
function oklab(rgb: Triple): Triple {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    [inside(rgb[0]), inside(rgb[1]), inside(rgb[2])],
  );
  return times(
    [
      [21.04542553, 79.3617785, -0.40720468],
      [197.79984951, -242.8592205, 45.05937099],
      [2.59040371, 78.27717662, -80.8675766],
    ],
    [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)],
  );
}

function nearest(scheme: Scheme, sight: Matrix): number {
  const colours = Array.from({ length: SERIES_COLOURS }, (_, i) =>
    oklab(times(sight, linear(seriesColour(i, scheme)))),
  );
  return Math.min(
    ...colours.flatMap((a, i) =>
      colours.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    ),
  );
}

describe.each(SCHEMES)('the %s palette', (scheme) => {
  it('has a contrast of 3:1 with what it is drawn on', () => {
    for (let i = 0; i < SERIES_COLOURS; i++) {
      for (const ground of GROUNDS[scheme])
        expect(contrast(seriesColour(i, scheme), ground), `${i} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });

  it('can be told apart, with any kind of colour blindness too', () => {
    for (const [sight, matrix] of Object.entries(SIGHTS))
      expect(nearest(scheme, matrix), sight).toBeGreaterThan(sight === 'normal' ? 13 : 8.9);
  });

  it('is the one of the page’s styles', () => {
    const css = readFileSync(new URL('../ui/styles/theme.css', import.meta.url), 'utf8');
    const pairs = [...css.matchAll(/--series-\d: light-dark\((#\w+), (#\w+)\)/g)];
    expect(pairs.map((pair) => pair[scheme === 'light' ? 1 : 2])).toEqual(
      Array.from({ length: SERIES_COLOURS }, (_, i) => seriesColour(i, scheme)),
    );
  });
});

it('tells as many norms apart by colour as there are colours, and all of them with both kinds of weights by colour and dash', () => {
  const methods = WEIGHTS.toReversed().flatMap((weights) =>
    NORMS.map((norm) => ({ experiment: { ...DEFAULT_EXPERIMENT, norm, weights } })),
  );
  const indices = coloursOf(methods);
  const hues = indices.slice(0, NORMS.length).map((index) => seriesColour(index, 'light'));
  expect(new Set(hues).size).toBe(Math.min(NORMS.length, SERIES_COLOURS));
  const looks = indices.map((index) => `${seriesColour(index, 'light')} ${seriesDash(index)}`);
  expect(new Set(looks).size).toBe(methods.length);
  // And those that share a colour have validation marks of their own.
  const marked = indices.map((index) => `${seriesColour(index, 'light')} ${seriesMark(index)}`);
  expect(new Set(marked).size).toBe(methods.length);
});

describe('wholeDashes', () => {
  it('ends with a whole stroke', () => {
    expect(wholeDashes([7, 4], 32)).toBe(7 + 4 + 7 + 4 + 7);
    expect(wholeDashes([10, 3, 2, 3], 32)).toBe(10 + 3 + 2 + 3 + 10);
    expect(wholeDashes([1, 0], 32)).toBe(32);
  });

  it('shows at least two strokes of every dash of ours, in the middle', () => {
    const broken = [VALIDATION_DASH, ...Array.from({ length: 8 }, (_, i) => seriesDash(i)).slice(1)];
    for (const dash of broken) {
      const [stroke = 0, gap = 0] = dash;
      expect(wholeDashes(dash, SAMPLE_WIDTH - 2)).toBeGreaterThanOrEqual(2 * stroke + gap);
    }
    expect(sampleLine([14, 4], 5)).toBe('M1 5H33');
  });
});
