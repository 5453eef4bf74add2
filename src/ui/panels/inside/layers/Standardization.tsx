/** What Weight Standardization makes of each filter of a convolution. */
import { useMemo } from 'react';
import type { Moments } from '../../../../inspection/question.ts';
import { FiltersPlot } from '../../../plots/FiltersPlot.tsx';
import { short } from '../numbers.ts';
import { ChartBlock } from './ChartBlock.tsx';
import type { LayerSeries } from './useSides.ts';

export function Standardization({ series }: { readonly series: readonly LayerSeries[] }) {
  const filters = useMemo(
    () =>
      series.flatMap(({ look, latest }) => {
        const { standardization } = latest;
        if (!standardization) return [];
        const { before, after } = standardization;
        return [{ ...look, before: dotsOf(before), after: dotsOf(after) }];
      }),
    [series],
  );
  if (filters.length === 0) return null;
  const label = filters
    .map(({ name, before, after }) => `${name}: as learned ${spread(before)}; as used ${spread(after)}.`)
    .join(' ');
  return (
    <ChartBlock
      title="Weight Standardization, a dot a filter"
      how="Hollow: the filter's weights as they are learned. Filled: as the convolution uses them, with mean 0 and standard deviation 1, whatever the updates do (Qiao et al. 2019)."
    >
      <FiltersPlot label={label} filters={filters} />
    </ChartBlock>
  );
}

type Dots = readonly { readonly mean: number; readonly deviation: number }[];

const dotsOf = ({ mean, variance }: Moments): Dots =>
  Array.from(mean, (each, i) => ({ mean: each, deviation: Math.sqrt(variance[i] ?? 0) }));

/** 'means from −0.1 to 0.2, deviations from 0.05 to 0.11' */
function spread(dots: Dots): string {
  const ends = (values: readonly number[]): string =>
    `from ${short(Math.min(...values))} to ${short(Math.max(...values))}`;
  return `means ${ends(dots.map(({ mean }) => mean))}, deviations ${ends(dots.map(({ deviation }) => deviation))}`;
}
