/** What the tooltip says about one position: each series' value there, or where there are many, the nearest ones'. */
import type { ChartLook, SeriesLook } from './look.ts';
import type { Row } from './spec.ts';

export interface Reading {
  readonly look: SeriesLook;
  readonly value: string;
}

/** More lines than this hide the chart that they explain. */
export const MAX_READINGS = 8;

/** @param level the pointer's height, in the chart's values: which series are near */
export function linesOf(
  row: Row,
  { series }: Pick<ChartLook, 'series'>,
  level: number,
): { readonly lines: readonly Reading[]; readonly more: number } {
  const found = series.flatMap((look) => {
    const value = row[look.key];
    return typeof value === 'number' ? [{ look, value, distance: Math.abs(value - level) }] : [];
  });
  const nearest = new Set(found.toSorted((a, b) => a.distance - b.distance).slice(0, MAX_READINGS));
  const lines = found
    .filter((one) => nearest.has(one))
    .map(({ look, value }) => ({ look, value: formatReading(value) }));
  return { lines, more: found.length - lines.length };
}

/** '0.912', and '3.2e+7' for what exploded. */
const formatReading = (value: number): string => (value < 1e4 ? value.toFixed(3) : value.toExponential(1));
