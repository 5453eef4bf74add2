/** The charts as they are shown now, as pictures that stand alone. */
import type { Metric } from '../../curves/curveRun.ts';
import { curvesOf } from '../../curves/curves.ts';
import { figureOf } from '../../curves/figure.ts';
import { shownBatchSizes } from '../../store/batchSizes.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import type { PageState } from '../../store/state.ts';
import { charted } from '../charts/board.ts';
import type { Download } from './download.ts';

/** Pixels of a figure at scale 1, without its legend: half a page of a paper, or a slide's half. */
const SIZE = { width: 720, height: 400 } as const;
/** What documents and screens of high density need. */
const PNG_SCALE = 2;

/** Always light: figures end up on paper and in slides. */
export async function figureSvg({ runs, view, zoom }: PageState, metric: Metric): Promise<string> {
  const curves = curvesOf(charted(runs), metric, { view, zoom });
  if (!curves) throw new Error('No run that is shown has a curve yet.');
  const { renderFigure } = await import('../../report/figure.ts');
  return renderFigure(figureOf(curves, metric, view), { ...SIZE, scheme: 'light' });
}

/** Test accuracy against batch size, as the tab Norm × batch size draws it; undefined where it draws none. */
export async function batchSizesSvg(state: PageState): Promise<string | undefined> {
  const shown = shownBatchSizes(state.runs, selectedExperiment(state), state.matrix);
  if (!shown) return undefined;
  const { renderBatchFigure } = await import('../../report/batchFigure.ts');
  return renderBatchFigure(shown.sizes, { ...SIZE, scheme: 'light' });
}

type Picture = Metric | 'batch sizes';

const STEMS: Readonly<Record<Picture, string>> = {
  acc: 'accuracy',
  loss: 'loss',
  'batch sizes': 'accuracy-by-batch-size',
};

export async function figureFile(state: PageState, picture: Picture, as: 'svg' | 'png'): Promise<Download> {
  const svg = picture === 'batch sizes' ? await batchSizesSvg(state) : await figureSvg(state, picture);
  if (svg === undefined) throw new Error('No method has results at two batch sizes yet.');
  const stem = STEMS[picture];
  if (as === 'svg') return { name: `${stem}.svg`, type: 'image/svg+xml', content: svg };
  const { svgToPng } = await import('../../report/browser/png.ts');
  const content = await svgToPng(svg, PNG_SCALE);
  return { name: `${stem}.png`, type: 'image/png', content };
}
