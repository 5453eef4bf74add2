/** The figures of a report: accuracy and loss, one panel a batch size, a mean with its band for each group of seeds. */
import type { CurveRun, Metric } from '../curves/curveRun.ts';
import { curvesOf, panelBatches, panelOf } from '../curves/curves.ts';
import { figureOf } from '../curves/figure.ts';
import { DEFAULT_VIEW, type View } from '../curves/view.ts';
import { groupKey } from '../results/groups.ts';
import type { RunResult } from '../results/runFile.ts';
import { renderFigure } from './figure.ts';
import type { Scheme } from './ink.ts';

const SIZE = { width: 520, height: 360 } as const;
const VIEW: View = { ...DEFAULT_VIEW, layout: 'panels' };

export interface ReportFigure {
  /** 'Accuracy, batch 64' */
  readonly title: string;
  readonly svg: string;
}

/** By batch size; of each, accuracy and then loss. None where no run has a curve. */
export async function reportFigures(runs: readonly RunResult[], scheme: Scheme): Promise<ReportFigure[]> {
  const drawn = drawnRuns(runs);
  const batches = panelBatches(drawn, VIEW);
  const figures: ReportFigure[] = [];
  for (const batch of batches.length > 0 ? batches : [undefined]) {
    for (const metric of ['acc', 'loss'] as const) {
      const figure = await figureOfPanel(drawn, metric, batch, scheme);
      if (figure) figures.push(figure);
    }
  }
  return figures;
}

async function figureOfPanel(
  runs: readonly CurveRun[],
  metric: Metric,
  batch: number | undefined,
  scheme: Scheme,
): Promise<ReportFigure | undefined> {
  const all = curvesOf(runs, metric, { view: VIEW });
  if (!all) return undefined;
  const panel = batch === undefined ? { title: undefined, curves: all } : panelOf(all, batch);
  const figure = figureOf(panel.curves, metric, VIEW);
  const title = panel.title === undefined ? figure.title : `${figure.title}, ${panel.title}`;
  return { title, svg: await renderFigure({ ...figure, title }, { ...SIZE, scheme }) };
}

/** One colour a group of seeds, in the order of their first runs. */
function drawnRuns(runs: readonly RunResult[]): CurveRun[] {
  const colours = new Map<string, number>();
  return runs.map((run, i) => {
    const key = groupKey(run);
    const colour = colours.get(key) ?? colours.size;
    colours.set(key, colour);
    return { ...run, id: String(i), colour, visible: true, active: false };
  });
}
