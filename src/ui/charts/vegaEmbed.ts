/**
 * What tfjs-vis draws through: vite.config.ts resolves its `vega-embed` to this file, and `vega-embed-original`
 * to the package. It changes four things:
 *
 * - Expressions are interpreted (`ast`, vega-interpreter; encoder.ts), so the page needs no `unsafe-eval`. vega-embed 6.17 looks
 *   for the interpreter in a vega that has none, hence the View class that brings it.
 * - Charts whose container carries a ChartLook are restyled (spec.ts), and so are confusion matrices with a MatrixLook
 *   (matrixSpec.ts), which say as well what a click on a cell does.
 * - A chart whose structure is unchanged keeps its view and only gets new rows; tfjs-vis alone rebuilds it each time.
 * - The container learns where the plot lies (Plot): crosshair and zoom are the page's own. tfjs-vis has its hover
 *   inside Vega, with a Voronoi cell and a tooltip for each position, which took more than half of each redraw.
 *
 * The dev server bundles this file into tfjs-vis: after a change here, start it with `--force`.
 */
import original, { type EmbedResult, type View, vega } from 'vega-embed-original';
import { patchSpec, signalsOf } from './compiledSpec.ts';
import { compiledExpressions } from './encoder.ts';
import {
  CHART_LOOK,
  CHART_PLOT,
  type ChartContainer,
  MATRIX_LOOK,
  type MatrixContainer,
  type MatrixLook,
  type Plot,
} from './look.ts';
import { type ConfusionSpec, cellUnder, restyleMatrix } from './matrixSpec.ts';
import { axesOf, DATA_NAME, type LinechartSpec, PADDING, restyle, rowsOf } from './spec.ts';

class InterpretedView extends vega.View {
  constructor(runtime: object, options?: object) {
    super(runtime, { ...options, expr: compiledExpressions });
  }
}

interface Drawn {
  readonly structure: string;
  readonly result: EmbedResult;
}

const charts = new WeakMap<HTMLElement, Drawn>();
const matrices = new WeakMap<HTMLElement, EmbedResult>();

/** @param spec of the kind that the container's look is for */
export default async function vegaEmbed(
  container: ChartContainer & MatrixContainer,
  spec: LinechartSpec & ConfusionSpec,
  options: object,
): Promise<EmbedResult> {
  const interpreted = { ...options, ast: true, viewClass: InterpretedView, tooltip: false };
  const look = container[CHART_LOOK];
  const matrix = container[MATRIX_LOOK];
  if (matrix) return embedMatrix(container, spec, matrix, interpreted);
  if (!look) return original(container, spec, interpreted);
  const rows = rowsOf(spec, look);
  const axes = axesOf(look);
  const styled = restyle(spec, look);
  const structure = JSON.stringify(styled);
  const before = charts.get(container);
  if (before && before.structure !== structure) before.result.finalize();
  const result =
    before?.structure === structure
      ? before.result
      : await original(container, styled, { ...interpreted, patch: patchSpec(axes) });
  charts.set(container, { structure, result });
  for (const [name, value] of signalsOf(axes)) result.view.signal(name, value);
  await result.view.data(DATA_NAME, rows).runAsync();
  container[CHART_PLOT] = plotOf(result.view);
  return result;
}

async function embedMatrix(
  container: HTMLElement,
  spec: ConfusionSpec,
  look: MatrixLook,
  options: object,
): Promise<EmbedResult> {
  matrices.get(container)?.finalize();
  const result = await original(container, restyleMatrix(spec, look), options);
  matrices.set(container, result);
  result.view.addEventListener('click', (_, item) => {
    const cell = cellUnder(item?.datum);
    if (cell) look.onCell(...cell);
  });
  return result;
}

function plotOf(view: View): Plot {
  const [left, top] = view.origin();
  const [x, y] = [view.scale('x'), view.scale('y')];
  return {
    left: PADDING.left + left,
    top: PADDING.top + top,
    width: view.signal('width'),
    height: view.signal('height'),
    pixelsOf: (position) => x(position),
    xAt: (pixels) => x.invert(pixels),
    levelAt: (pixels) => y.invert(pixels),
  };
}
