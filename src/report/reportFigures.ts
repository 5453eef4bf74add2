/** A report's curves: accuracy and loss, one panel a batch size, the mean over seeds in a band of one standard deviation. */
import { type CurveRun, METRICS, type Metric } from '../curves/curveRun.ts';
import { curvesOf, panelBatches, panelOf } from '../curves/curves.ts';
import { figureOf } from '../curves/figure.ts';
import { SERIES_COLOURS, seriesColour } from '../curves/palette.ts';
import { DEFAULT_VIEW, type View } from '../curves/view.ts';
import { nameGroups } from '../results/groupNames.ts';
import { groupKey, groupRuns } from '../results/groups.ts';
import type { RunResult } from '../results/runFile.ts';
import { type FigureLook, renderFigure } from './figure.ts';
import { INK } from './ink.ts';

export interface ReportFigure {
  /** 'Accuracy', 'Loss' */
  readonly title: string;
  /** Markup with SVG in the light scheme, a picture a batch size. */
  readonly panels: string;
}

const VIEW: View = { ...DEFAULT_VIEW, seeds: 'deviation', layout: 'panels' };
/** Pixels, without legends: three stand side by side in a report 1,180 wide. */
const PANEL = { width: 372, height: 300, scheme: 'light' } as const;

/** One picture that has all the width: on a phone another one, whose words are not shrunk with it. */
export async function onlyPanel(render: (look: FigureLook) => Promise<string>): Promise<string> {
  const [broad, narrow] = await Promise.all([render({ ...PANEL, width: 720, height: 390 }), render(PANEL)]);
  return `<div class="panels broad">\n${broad}\n</div>\n<div class="panels narrow">\n${narrow}\n</div>`;
}

/** @param colours of the runs, indices into the palette */
export async function reportFigures(
  runs: readonly RunResult[],
  colours: readonly number[],
): Promise<ReportFigure[]> {
  const drawn = curveRuns(runs, colours);
  const figures = await Promise.all(METRICS.map((metric) => reportFigure(drawn, metric)));
  return figures.filter((figure) => figure !== undefined);
}

async function reportFigure(runs: readonly CurveRun[], metric: Metric): Promise<ReportFigure | undefined> {
  const curves = curvesOf(runs, metric, { view: VIEW });
  if (!curves) return undefined;
  const figure = figureOf(curves, metric, VIEW);
  const batches = panelBatches(runs, VIEW);
  if (batches.length === 0)
    return { title: figure.title, panels: await onlyPanel((look) => renderFigure(figure, look)) };
  const panels = batches.flatMap((batch) => {
    const panel = panelOf(curves, batch);
    if (!panel) return [];
    const title = `${figure.title}, ${panel.title}`;
    return renderFigure({ ...figureOf(panel.curves, metric, VIEW), title }, PANEL);
  });
  const pictures = await Promise.all(panels);
  return { title: figure.title, panels: `<div class="panels">\n${pictures.join('\n')}\n</div>` };
}

/** Runs with the names of their methods: the same in every panel, whatever their owners called them. */
function curveRuns(runs: readonly RunResult[], colours: readonly number[]): CurveRun[] {
  const groups = groupRuns(runs);
  const ofMethod = groups.map(({ experiment, fork }) => ({
    // Panels say the batch size.
    experiment: { ...experiment, batch: 1 },
    fork: fork && { ...fork, experiment: { ...fork.experiment, batch: 1 } },
  }));
  const { names } = nameGroups(ofMethod);
  const nameOf = new Map(groups.map((group, i) => [groupKey(group), names[i]]));
  return runs.map((run, i) => {
    const name = nameOf.get(groupKey(run)) ?? run.name;
    const { experiment, points, history, fork, data, outcome } = run;
    const seed = ` · seed ${experiment.seed}`;
    return {
      id: `${i}`,
      name: `${name}${seed}`,
      colour: colours[i] ?? 0,
      visible: true,
      experiment,
      points,
      history,
      active: false,
      status: outcome,
      ...(fork && { fork }),
      ...(data && { data }),
    };
  });
}

/**
 * Rules that turn the light pictures dark: one picture in the page instead of two. A rule outweighs the attribute
 * that it matches, and only on a dark screen, so that prints stay light.
 */
export function darkPictureRules(): string {
  const pairs = [
    ...Array.from(
      { length: SERIES_COLOURS },
      (_, i) => [seriesColour(i, 'light'), seriesColour(i, 'dark')] as const,
    ),
    ...(['ground', 'text', 'muted', 'line'] as const).map((key) => [INK.light[key], INK.dark[key]] as const),
  ];
  const rules = pairs.flatMap(([light, dark]) =>
    ['fill', 'stroke'].map((property) => `figure [${property}="${light}"]{${property}:${dark}}`),
  );
  return rules.join('\n');
}
