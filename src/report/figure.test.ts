import { describe, expect, it } from 'vitest';
import type { Figure } from '../curves/figure.ts';
import { seriesColour } from '../curves/palette.ts';
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
      name: 'GN',
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
      name: 'BN',
      palette: 1,
      mark: 'square',
      colour: '#d55e00',
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
    expect(linesIn(svg, '#d55e00')[0]?.match(/M/g)?.length).toBe(2);
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
    const twice = { ...DATA, series: [series, series].filter((each) => each !== undefined) };
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
    expect(dark).toContain(`<rect width="640" height="400" fill="${INK.dark.ground}"`);
    expect(linesIn(dark, seriesColour(0, 'dark')).length).toBe(1);
    expect(dark).not.toContain('#0072b2');
  });

  it('draws axes where there is nothing to draw yet', async () => {
    const svg = await renderFigure({ ...DATA, series: [] }, LOOK);
    expect(svg).toContain('>images seen</text>');
  });
});
