/**
 * What changes in the Vega specification that Vega-Lite compiles from ours.
 *
 * - The axes' domains become signals: zooming in, or an axis that grows, keeps the view. It took 250 ms to build it anew
 *   for twelve runs.
 * - Marks lose the sorting of what is sorted, and a sentence for each point that would describe it to screen readers,
 *   who get better ones (LiveReadings, LatestValues).
 * - The test for gaps asks one thing instead of four.
 */
import type { Domain } from '../../curves/domain.ts';

/** What a redraw sets without building the view anew. */
export interface AxisSignals {
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  readonly yFormat: string;
  /** undefined: as many as fit. */
  readonly yTicks: readonly number[] | undefined;
}

interface Mark {
  readonly type: string;
  readonly sort?: unknown;
  readonly encode?: { readonly update?: Readonly<Record<string, unknown>> };
}

interface Scale {
  readonly name: string;
  readonly domain?: unknown;
}

interface Axis {
  readonly scale: string;
  readonly format?: unknown;
  readonly values?: unknown;
}

/** The parts of a compiled specification that we touch. */
export interface CompiledSpec {
  readonly signals?: readonly object[];
  readonly marks?: readonly Mark[];
  readonly scales?: readonly Scale[];
  readonly axes?: readonly Axis[];
}

export const signalsOf = ({ xDomain, yDomain, yFormat, yTicks }: AxisSignals): [string, unknown][] => [
  ['xDomain', xDomain],
  ['yDomain', yDomain],
  ['yFormat', yFormat],
  ['yTicks', yTicks ?? []],
];

export const patchSpec =
  (axes: AxisSignals) =>
  (spec: CompiledSpec): CompiledSpec => ({
    ...spec,
    signals: [...(spec.signals ?? []), ...signalsOf(axes).map(([name, value]) => ({ name, value }))],
    marks: spec.marks?.map(lighter) ?? [],
    scales: spec.scales?.map((scale) => ({ ...scale, domain: { signal: `${scale.name}Domain` } })) ?? [],
    axes:
      spec.axes?.map((axis) => ({
        ...axis,
        ...(axis.scale === 'y' && axis.format !== undefined && { format: { signal: 'yFormat' } }),
        ...(axis.scale === 'y' && axes.yTicks && { values: { signal: 'yTicks' } }),
      })) ?? [],
  });

function lighter({ sort: _sorted, ...mark }: Mark): Mark {
  const { description: _described, ariaRoleDescription: _role, ...update } = mark.encode?.update ?? {};
  const { y, defined } = update;
  const field = typeof y === 'object' && y !== null && 'field' in y ? y.field : undefined;
  const gaps = defined !== undefined && typeof field === 'string';
  return {
    ...mark,
    encode: {
      ...mark.encode,
      update: { ...update, ...(gaps && { defined: { signal: `isValid(datum['${field}'])` } }) },
    },
  };
}
