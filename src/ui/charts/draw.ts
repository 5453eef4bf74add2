/**
 * Draws curves with tfjs-vis, which is loaded when the first curve wants drawing: the line chart alone, since the
 * whole package brings TensorFlow.js to the page as well (1.51 MB instead of 1.19).
 */
import type { Curves } from './curves.ts';
import { CHART_LOOK, type ChartContainer, type SeriesLook } from './look.ts';
import { type Scheme, seriesColour, seriesDash, seriesMark, VALIDATION_DASH } from './palette.ts';

type Linechart = typeof import('@tensorflow/tfjs-vis/dist/render/linechart')['linechart'];

let linechart: Promise<Linechart> | undefined;

const loadLinechart = (): Promise<Linechart> => {
  linechart ??= import('@tensorflow/tfjs-vis/dist/render/linechart').then((module) => module.linechart);
  // A failed download is tried again at the next redraw.
  linechart.catch(() => {
    linechart = undefined;
  });
  return linechart;
};

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export async function drawCurves(
  container: ChartContainer,
  curves: Curves,
  scheme: Scheme,
  size: ChartSize,
): Promise<void> {
  const render = await loadLinechart();
  container[CHART_LOOK] = {
    scheme,
    grid: curves.grid,
    series: curves.series.map((series) => lookOf(series, scheme)),
  };
  const values = curves.series.map((series) =>
    // tfjs-vis's types leave out the nulls that it draws as gaps.
    series.values.map((y, x) => ({ x, y: y as number })),
  );
  await render(
    container,
    { values, series: curves.series.map(({ key }) => key) },
    {
      ...size,
      xLabel: 'images seen',
      yAxisDomain: [...curves.yDomain],
    },
  );
}

const lookOf = ({ key, name, split, colour }: Curves['series'][number], scheme: Scheme): SeriesLook => ({
  key,
  title: `${name} ${split === 'train' ? 'train' : 'validation'}`,
  colour: seriesColour(colour, scheme),
  dash: split === 'train' ? seriesDash(colour) : VALIDATION_DASH,
  mark: split === 'train' ? undefined : seriesMark(colour),
});
