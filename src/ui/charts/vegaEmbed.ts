/**
 * What tfjs-vis draws through: vite.config.ts resolves its `vega-embed` to this file, and `vega-embed-original`
 * to the package. It changes three things:
 *
 * - Expressions are interpreted (`ast`, vega-interpreter), so the page needs no `unsafe-eval`. vega-embed 6.17 looks
 *   for the interpreter in a vega that has none, hence the View class that brings it.
 * - Charts whose container carries a ChartLook are restyled (spec.ts) and get a hover of their own (Hover.ts).
 * - A chart whose structure is unchanged keeps its view and only gets new rows; tfjs-vis alone rebuilds it each time.
 *
 * The dev server bundles this file into tfjs-vis: after a change here, start it with `--force`.
 */
import original, { type EmbedResult, vega } from 'vega-embed-original';
import { expressionInterpreter } from 'vega-interpreter';
import { Hover } from './Hover.ts';
import { CHART_LOOK, type ChartContainer } from './look.ts';
import { DATA_NAME, type LinechartSpec, restyle, rowsOf } from './spec.ts';

class InterpretedView extends vega.View {
  constructor(runtime: object, options?: object) {
    super(runtime, { ...options, expr: expressionInterpreter });
  }
}

interface Drawn {
  readonly structure: string;
  readonly result: EmbedResult;
  readonly hover: Hover;
}

const charts = new WeakMap<HTMLElement, Drawn>();

export default async function vegaEmbed(
  container: ChartContainer,
  spec: LinechartSpec,
  options: object,
): Promise<EmbedResult> {
  const interpreted = { ...options, ast: true, viewClass: InterpretedView, tooltip: false };
  const look = container[CHART_LOOK];
  if (!look) return original(container, spec, interpreted);
  const rows = rowsOf(spec, look);
  const styled = restyle(spec, look, rows);
  const structure = JSON.stringify({ ...styled, data: undefined });
  const before = charts.get(container);
  if (before?.structure === structure) {
    const { result, hover } = before;
    await result.view.data(DATA_NAME, rows).runAsync();
    hover.update({ view: result.view, look, rows });
    return result;
  }
  before?.hover.dispose();
  before?.result.finalize();
  const result = await original(container, styled, interpreted);
  charts.set(container, {
    structure,
    result,
    hover: new Hover(container, { view: result.view, look, rows }),
  });
  return result;
}
