/**
 * What tfjs-vis draws through: vite.config.ts resolves its `vega-embed` to this file, and `vega-embed-original`
 * to the package. It changes three things:
 *
 * - Expressions are interpreted (`ast`, vega-interpreter), so the page needs no `unsafe-eval`. vega-embed 6.17 looks
 *   for the interpreter in a vega that has none, hence the View class that brings it.
 * - Charts whose container carries a ChartLook are restyled (spec.ts).
 * - A chart whose structure is unchanged keeps its view and only gets new rows; tfjs-vis alone rebuilds it each time.
 */
import original, { type EmbedResult, vega } from 'vega-embed-original';
import { expressionInterpreter } from 'vega-interpreter';
import { CHART_LOOK, type ChartContainer } from './look.ts';
import { DATA_NAME, type LinechartSpec, restyle, rowsOf } from './spec.ts';
import { showTooltip } from './tooltip.ts';

class InterpretedView extends vega.View {
  constructor(runtime: object, options?: object) {
    super(runtime, { ...options, expr: expressionInterpreter });
  }
}

interface Drawn {
  readonly structure: string;
  readonly result: EmbedResult;
}

const drawn = new WeakMap<HTMLElement, Drawn>();

export default async function vegaEmbed(
  container: ChartContainer,
  spec: LinechartSpec,
  options: object,
): Promise<EmbedResult> {
  const interpreted = { ...options, ast: true, viewClass: InterpretedView };
  const look = container[CHART_LOOK];
  if (!look) return original(container, spec, interpreted);
  const styled = restyle(spec, look);
  const structure = JSON.stringify({ ...styled, data: undefined, width: undefined, height: undefined });
  const before = drawn.get(container);
  if (before?.structure === structure) {
    await redraw(before.result, spec, rowsOf(spec, look));
    return before.result;
  }
  before?.result.finalize();
  const result = await original(container, styled, { ...interpreted, tooltip: showTooltip });
  drawn.set(container, { structure, result });
  return result;
}

async function redraw(
  { view }: EmbedResult,
  { width, height }: LinechartSpec,
  rows: object[],
): Promise<void> {
  await view.width(width).height(height).data(DATA_NAME, rows).runAsync();
}
