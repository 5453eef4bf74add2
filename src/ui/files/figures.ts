/** The charts as they are shown now, as pictures that stand alone. */
import type { Metric } from '../../curves/curveRun.ts';
import { curvesOf } from '../../curves/curves.ts';
import { figureOf } from '../../curves/figure.ts';
import { labelWithin } from '../../spec/describe.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { shownSettingPlot } from '../../store/settingPlot.ts';
import type { PageState } from '../../store/state.ts';
import { charted } from '../charts/board.ts';
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
    stem: `accuracy-by-${labelWithin(shown.sizes.setting).replaceAll(' ', '-')}`,
    svg: await renderSettingFigure(shown.sizes, { ...SIZE, scheme: 'light' }),
  };
}

const STEMS: Readonly<Record<Metric, string>> = { acc: 'accuracy', loss: 'loss' };

export async function figureFile(
  state: PageState,
  picture: Metric | 'table',
  as: 'svg' | 'png',
): Promise<Download> {
  const drawn =
    picture === 'table'
      ? await settingPlotSvg(state)
      : { stem: STEMS[picture], svg: await figureSvg(state, picture) };
  if (!drawn) throw new Error('No method has results at two batch sizes yet.');
  const { stem, svg } = drawn;
  if (as === 'svg') return { name: `${stem}.svg`, type: 'image/svg+xml', content: svg };
  const { svgToPng } = await import('../../report/browser/png.ts');
  const content = await svgToPng(svg, PNG_SCALE);
  return { name: `${stem}.png`, type: 'image/png', content };
}
