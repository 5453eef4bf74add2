/** The charts as they are shown now, as pictures that stand alone. */
import type { Metric } from '../../curves/curveRun.ts';
import { curvesOf } from '../../curves/curves.ts';
import { figureOf } from '../../curves/figure.ts';
import { settingPlotStem } from '../../curves/settingPlotWords.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { runsPlot, shownSettingPlot } from '../../store/settingPlot.ts';
import type { PageState } from '../../store/state.ts';
import { charted } from '../charts/board.ts';
import { plottedBaseline, plottedRuns } from '../panels/runs/plotted.ts';
import type { Download } from './download.ts';

/** Pixels of a figure at scale 1, without its legend: half a page of a paper, or a slide's half. */
const SIZE = { width: 720, height: 400 } as const;
/** What documents and screens of high density need. */
const PNG_SCALE = 2;

/** Always light: figures end up on paper and in slides. */
export async function figureSvg(state: PageState, metric: Metric): Promise<string> {
  const { view, zoom } = state;
  const curves = curvesOf(charted(state), metric, { view, zoom });
  if (!curves) throw new Error('No run that is shown has a curve yet.');
  const { renderFigure } = await import('../../report/figure.ts');
  return renderFigure(figureOf(curves, metric, view), { ...SIZE, scheme: 'light' });
}

/** The plot under the table, as the tab Norm × batch size draws it; undefined where it draws none. */
export async function settingPlotSvg(
  state: PageState,
): Promise<{ readonly stem: string; readonly svg: string } | undefined> {
  const shown = shownSettingPlot(state.runs, selectedExperiment(state), state.matrix);
  if (!shown) return undefined;
  const { renderSettingFigure } = await import('../../report/settingFigure.ts');
  return {
    stem: settingPlotStem(shown.sizes),
    svg: await renderSettingFigure(shown.sizes, { ...SIZE, scheme: 'light' }),
  };
}

/** The plot under the table of runs, whether or not it is opened; undefined where there is nothing to draw. */
export async function runsPlotSvg(
  state: PageState,
): Promise<{ readonly stem: string; readonly svg: string } | undefined> {
  const plot = runsPlot(plottedRuns(state), state.plot, plottedBaseline(state));
  if (!plot) return undefined;
  const { renderSettingFigure } = await import('../../report/settingFigure.ts');
  return { stem: settingPlotStem(plot), svg: await renderSettingFigure(plot, { ...SIZE, scheme: 'light' }) };
}

const STEMS: Readonly<Record<Metric, string>> = { acc: 'accuracy', loss: 'loss' };

const NOTHING = {
  table: 'No method has results at two batch sizes yet.',
  runs: 'No runs of the table differ in one setting and have this result.',
} as const;

async function drawnAs(state: PageState, picture: Metric | 'table' | 'runs') {
  if (picture === 'table') return settingPlotSvg(state);
  if (picture === 'runs') return runsPlotSvg(state);
  return { stem: STEMS[picture], svg: await figureSvg(state, picture) };
}

export async function figureFile(
  state: PageState,
  picture: Metric | 'table' | 'runs',
  as: 'svg' | 'png',
): Promise<Download> {
  const drawn = await drawnAs(state, picture);
  if (!drawn) throw new Error(NOTHING[picture === 'runs' ? 'runs' : 'table']);
  const { stem, svg } = drawn;
  if (as === 'svg') return { name: `${stem}.svg`, type: 'image/svg+xml', content: svg };
  const { svgToPng } = await import('../../report/browser/png.ts');
  const content = await svgToPng(svg, PNG_SCALE);
  return { name: `${stem}.png`, type: 'image/png', content };
}
