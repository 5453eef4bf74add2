/** The charts as they are shown now, as pictures that stand alone. */
import type { Metric } from '../../curves/curveRun.ts';
import { curvesOf } from '../../curves/curves.ts';
import { figureOf } from '../../curves/figure.ts';
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

export async function figureFile(state: PageState, metric: Metric, as: 'svg' | 'png'): Promise<Download> {
  const stem = metric === 'acc' ? 'accuracy' : 'loss';
  const svg = await figureSvg(state, metric);
  if (as === 'svg') return { name: `${stem}.svg`, type: 'image/svg+xml', content: svg };
  const { svgToPng } = await import('../../report/browser/png.ts');
  const content = await svgToPng(svg, PNG_SCALE);
  return { name: `${stem}.png`, type: 'image/png', content };
}
