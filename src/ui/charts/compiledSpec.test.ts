import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, it } from 'vitest';
import { type CompiledSpec, patchSpec } from './compiledSpec.ts';
import { compiledExpressions } from './encoder.ts';
import type { ChartLook } from './look.ts';
import { axesOf, DATA_NAME, restyle, rowsOf } from './spec.ts';

const look: ChartLook = {
  scheme: 'light',
  grid: [0, 10, 20, 30],
  xDomain: [0, 30],
  whole: true,
  yDomain: [0, 1],
  log: false,
  percent: false,
  zoomed: false,
  series: [
    {
      key: 't0',
      colour: '#123456',
      dash: [7, 4],
      mark: undefined,
      band: { lower: [0.1, 0.2, 0.1, null], upper: [0.3, 0.4, 0.7, null] },
    },
    { key: 'v0', colour: '#123456', dash: [2, 2], mark: 'circle', band: undefined },
  ],
};
const spec = {
  width: 300,
  height: 200,
  data: {
    values: [
      { x: 0, t0: 0.2, v0: null },
      { x: 1, t0: Number.NaN, v0: 0.25 },
      { x: 2, t0: 0.4, v0: null },
      { x: 3, t0: null, v0: 0.5 },
    ],
  },
  encoding: { x: { title: 'images seen' } },
};

/** The drawing as SVG, of the specification as Vega-Lite compiles it or changed by us. */
async function draw(change: (spec: CompiledSpec) => object, expr?: object): Promise<string> {
  const styled = restyle(spec, look) as TopLevelSpec;
  const compiled = compile(styled).spec as CompiledSpec;
  const axes = axesOf(look);
  const scales = compiled.scales?.map((scale) => ({
    ...scale,
    domain: scale.name === 'x' ? axes.xDomain : axes.yDomain,
  }));
  const runtime = parse(change({ ...compiled, scales: scales ?? [] }), {}, { ast: true });
  const view = new View(runtime, { renderer: 'none', ...(expr && { expr }) });
  view.data(DATA_NAME, rowsOf(spec, look));
  await view.runAsync();
  return view.toSVG();
}

/** Outlines of lines, bands and marks, without what describes them. */
const outlines = (svg: string): string[] => [...svg.matchAll(/ d="(M[^"]+)"/g)].map(([, d]) => d ?? '');

it('draws the same outlines as Vega does without our changes', async () => {
  const plain = outlines(await draw((compiled) => compiled));
  const ours = outlines(await draw(patchSpec(axesOf(look)), compiledExpressions));
  expect(ours.length).toBeGreaterThanOrEqual(4);
  expect(ours).toEqual(plain);
});

it('describes no single points', async () => {
  expect(await draw((compiled) => compiled)).toContain('images seen: 0');
  expect(await draw(patchSpec(axesOf(look)), compiledExpressions)).not.toContain('images seen: 0');
});
