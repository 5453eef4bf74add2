import { describe, expect, it } from 'vitest';
import type { Figure, FigureSeries } from '../curves/figure.ts';
import { seriesColour, seriesDash, seriesMark, VALIDATION_DASH } from '../curves/palette.ts';
import { renderFigure } from './figure.ts';
import { INK } from './ink.ts';

const LOOK = { width: 640, height: 400, scheme: 'light' } as const;
const x = [0, 100, 200, 300];

const DATA: Figure = {
  title: 'Loss & <accuracy>',
  xLabel: 'images seen',
  yLabel: 'loss',
  xDomain: [0, 300],
  yDomain: [0, 4],
  log: false,
  series: [
    {
      line: 'a',
      name: 'GN',
      split: 'train',
      palette: 0,
      mark: 'circle',
      marks: false,
      colour: '#0072b2',
      dash: [1, 0],
      x,
      y: [4, 2, 1, 0],
      lower: [3, 1, 0.5, 0],
      upper: [4, 3, 2, 1],
    },
    {
      line: 'b',
      name: 'BN',
      split: 'validation',
      palette: 1,
      mark: 'square',
      colour: '#fb4a1c',
      dash: [7, 4],
      x,
      y: [4, null, 2, 1],
      marks: true,
    },
  ],
};

/** The paths of lines: their outlines start with M once, and once more after each gap. */
const linesIn = (svg: string, colour: string): string[] =>
  [...svg.matchAll(/<path [^>]*>/g)]
    .map(([path]) => path)
    .filter(
      (path) =>
        path.includes(`stroke="${colour}"`) &&
        path.includes('role="graphics-symbol"') &&
        !path.includes('transform'),
    )
    .map((path) => / d="([^"]*)"/.exec(path)?.[1] ?? '');

describe('renderFigure', () => {
  it('draws lines through their values, in the place of the axes', async () => {
    const svg = await renderFigure(DATA, LOOK);
    const [line = ''] = linesIn(svg, '#0072b2');
    const points = line
      .slice(1)
      .split('L')
      .map((point) => point.split(',').map(Number));
    const [right = 0, bottom = 0] = points.at(-1) ?? [];
    expect(right).toBeGreaterThan(400);
    expect(points).toEqual([
      [0, 0],
      [expect.closeTo(right / 3, 1), expect.closeTo(bottom / 2, 1)],
      [expect.closeTo((2 * right) / 3, 1), expect.closeTo(0.75 * bottom, 1)],
      [right, bottom],
    ]);
  });

  it('leaves gaps, marks values, and draws a band where there is one', async () => {
    const svg = await renderFigure(DATA, LOOK);
    expect(linesIn(svg, '#fb4a1c')[0]?.match(/M/g)?.length).toBe(2);
    expect(svg.match(/aria-roledescription="point"/g)?.length).toBe(3);
    expect(svg.match(/<path [^>]*opacity="0.18"/g)?.length).toBe(1);
  });

  it('names everything as text', async () => {
    const svg = await renderFigure(DATA, LOOK);
    expect(svg).toMatch(/^<svg role="img" [^>]*><title>Loss &amp; &lt;accuracy&gt;<\/title>/);
    for (const text of ['GN', 'BN', 'images seen', 'loss', 'Loss &amp; &lt;accuracy&gt;', '300'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toMatch(/<script|\son\w+=|https?:(?!\/\/www\.w3\.org)/);
  });

  it('keeps runs of one name apart', async () => {
    const [series] = DATA.series;
    const twice = { ...DATA, series: series ? [series, { ...series, line: 'c' }] : [] };
    expect(await renderFigure(twice, LOOK)).toContain('>GN (2)</text>');
  });

  it('never takes a zero for a one on a logarithmic axis', async () => {
    const svg = await renderFigure({ ...DATA, log: true }, LOOK);
    // The last value is 0: the line ends at the third of four.
    const [line = ''] = linesIn(svg, '#0072b2');
    expect(line.split('L').length).toBe(3);
  });

  it('has a ground and colours of its scheme', async () => {
    const dark = await renderFigure(DATA, { ...LOOK, scheme: 'dark' });
    const [, height] = /^<svg[^>]* height="([\d.]+)"/.exec(dark) ?? [];
    expect(dark).toContain(`<rect width="640" height="${height}" fill="${INK.dark.ground}"`);
    expect(linesIn(dark, seriesColour(0, 'dark')).length).toBe(1);
    expect(dark).not.toContain('#0072b2');
  });

  it('draws axes where there is nothing to draw yet', async () => {
    const svg = await renderFigure({ ...DATA, series: [] }, LOOK);
    expect(svg).toContain('>images seen</text>');
  });

  /** So many lines with both splits. */
  const withLines = (count: number, nameOf: (i: number) => string): Figure => ({
    ...DATA,
    series: Array.from({ length: count }, (_, i): FigureSeries[] => {
      const line = { line: `${i}`, name: nameOf(i), palette: i, colour: '', mark: seriesMark(i), x };
      const y = x.map((images) => (images + 20 * i) / 100);
      return [
        { ...line, split: 'train', dash: seriesDash(i), marks: false, y },
        { ...line, split: 'validation', dash: VALIDATION_DASH, marks: true, y },
      ];
    }).flat(),
  });
  const sizeOf = (svg: string): number[] => {
    const [, width, height, box] =
      /^<svg[^>]* width="([\d.]+)" height="([\d.]+)" viewBox="([^"]*)"/.exec(svg) ?? [];
    expect(box).toBe(`0 0 ${width} ${height}`);
    return [Number(width), Number(height)];
  };
  /** Width and height of what the lines are drawn in. */
  const plotOf = (svg: string): string | undefined =>
    /class="background"[^>]* d="M0(?:\.5)?,0(?:\.5)?(h[\d.]+v[\d.]+)/.exec(svg)?.[1];
  /** Where the legend's texts stand, and what they say. */
  const legendOf = (svg: string) =>
    [
      ...svg.slice(svg.indexOf('class="legend"')).matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</g),
    ].map(([, left, top, words = '']) => ({ x: Number(left), y: Number(top), words }));

  it.each([
    ['short', (i: number) => `BN ${i}`],
    [
      'long',
      (i: number) => `GN(32)+WS · batch 64 · lr 0.01 · optimizer momentum · image order ${i} · seed 1`,
    ],
    ['unbroken', (i: number) => `${i}${'W'.repeat(79)}`],
  ])(
    'keeps the size of its plot with 2, 7 and 12 lines of %s names: the picture grows',
    async (_, nameOf) => {
      const [two = '', ...more] = await Promise.all(
        [2, 7, 12].map((count) => renderFigure(withLines(count, nameOf), LOOK)),
      );
      expect(plotOf(two)).toMatch(/^h5\d\d/);
      for (const svg of more) {
        expect(plotOf(svg)).toBe(plotOf(two));
        expect(sizeOf(svg)[0]).toBe(LOOK.width);
        expect(sizeOf(svg)[1]).toBeGreaterThan(sizeOf(two)[1] ?? Infinity);
      }
    },
  );

  it('names every line whole within the picture', async () => {
    for (const count of [2, 7, 12]) {
      const svg = await renderFigure(
        withLines(count, (i) => `a run of ours with a long name, number ${i}, ${'and more '.repeat(6)}end`),
        LOOK,
      );
      const [note, ...names] = legendOf(svg);
      expect(note?.words).toBe('Lines: training. Dotted, with marks: validation.');
      const said = names.map(({ words }) => words).join(' ');
      expect(said.match(/a run of ours with a long name, number \d+, (and more ){6}end/g)).toHaveLength(
        count,
      );
      const [width = 0, height = 0] = sizeOf(svg);
      for (const { x: left, y, words } of names) {
        // DejaVu Sans, a wide font, takes 0.6 em a letter on average.
        expect(left + words.length * 12 * 0.6).toBeLessThan(width);
        expect(y).toBeLessThan(height - LOOK.height);
      }
    }
  });
});
