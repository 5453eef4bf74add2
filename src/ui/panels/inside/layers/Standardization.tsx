/** What Weight Standardization, or scaled WS, makes of each filter of a convolution. */
import { useMemo } from 'react';
import type { Moments } from '../../../../inspection/question.ts';
import { WEIGHTS, type Weights } from '../../../../spec/experiment.ts';
import { WEIGHTS_WORDS } from '../../../../spec/weights.ts';
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
        const { weights, before, after } = standardization;
        return [{ ...look, weights, before: dotsOf(before), after: dotsOf(after) }];
      }),
    [series],
  );
  if (filters.length === 0) return null;
  const kinds = WEIGHTS.filter((weights) => filters.some((filter) => filter.weights === weights));
  const label = filters
    .map(({ name, before, after }) => `${name}: as learned ${spread(before)}; as used ${spread(after)}.`)
    .join(' ');
  return (
    <ChartBlock
      title={`${titleOf(kinds)}, a dot a filter`}
      how={`Hollow: the filter's weights as they are learned. Filled: as the convolution uses them, ${kinds.map((kind) => USED[kind]).join('; ')}.`}
    >
      <FiltersPlot label={label} filters={filters} />
    </ChartBlock>
  );
}

const USED = {
  plain: 'as they are',
  standardized: 'with WS at mean 0 and standard deviation 1, whatever the updates do (Qiao et al. 2019)',
  scaled:
    'with scaled WS at mean 0 and a standard deviation that fits the size of the filter, times its gain (Brock et al. 2021)',
} as const satisfies Readonly<Record<Weights, string>>;

const titleOf = (kinds: readonly Weights[]): string =>
  kinds.map((kind) => WEIGHTS_WORDS[kind].full ?? WEIGHTS_WORDS[kind].name).join(' and ');

type Dots = readonly { readonly mean: number; readonly deviation: number }[];

const dotsOf = ({ mean, variance }: Moments): Dots =>
  Array.from(mean, (each, i) => ({ mean: each, deviation: Math.sqrt(variance[i] ?? 0) }));

/** 'means from −0.1 to 0.2, deviations from 0.05 to 0.11' */
function spread(dots: Dots): string {
  const ends = (values: readonly number[]): string =>
    `from ${short(Math.min(...values))} to ${short(Math.max(...values))}`;
  return `means ${ends(dots.map(({ mean }) => mean))}, deviations ${ends(dots.map(({ deviation }) => deviation))}`;
}
