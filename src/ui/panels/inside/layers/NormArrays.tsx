/** What the norm trains, channel by channel: gamma, beta and whatever else it has. */
import { useMemo } from 'react';
import { capital } from '../../../../spec/describe.ts';
import { ChannelsPlot } from '../../../plots/ChannelsPlot.tsx';
import { SizesPlot } from '../../../plots/SizesPlot.tsx';
import { short } from '../numbers.ts';
import { ChartBlock } from './ChartBlock.tsx';
import { arraysExplained, type DrawnArray, drawnArrays } from './trainedArrays.ts';
import type { LayerSeries } from './useSides.ts';

export function NormArrays({ series }: { readonly series: readonly LayerSeries[] }) {
  const arrays = useMemo(() => drawnArrays(series), [series]);
  if (arrays.length === 0) return null;
  return (
    <ChartBlock title="What the norm learns, a dot a channel" how={arraysExplained(series)}>
      <div className="figure-pair">
        {arrays.map((array) =>
          array.each === 'channel' ? (
            <PerChannel key={array.name} array={array} />
          ) : (
            <OfLayer key={array.name} array={array} />
          ),
        )}
      </div>
    </ChartBlock>
  );
}

interface ArrayProps {
  readonly array: DrawnArray;
}

function PerChannel({ array: { label, starts, runs } }: ArrayProps) {
  const channels = useMemo(() => runs.map(({ look, values }) => ({ ...look, values })), [runs]);
  const words = channels.map((each) => `${each.name}: ${label} ${spreadOf(each.values)}.`).join(' ');
  return <ChannelsPlot label={words} channels={channels} yLabel={label} starts={starts} />;
}

/** One number a layer has a course instead. */
function OfLayer({ array: { label, starts, runs } }: ArrayProps) {
  const lines = useMemo(() => runs.map(({ look, course }) => ({ ...look, points: course })), [runs]);
  const [start = 0] = starts;
  const guide = useMemo(() => ({ at: start, name: 'start' }), [start]);
  const now = lines.map(
    ({ name, points }) => `${name}: ${short(points.at(-1)?.size ?? start)}, at first ${short(start)}`,
  );
  const words = `${capital(label)} of the layer. ${now.join('; ')}.`;
  // One look is no course: a plot with one dot in it would look empty.
  if (lines.every(({ points }) => points.length < 2)) return <p>{words}</p>;
  return <SizesPlot label={words} lines={lines} yLabel={label} guide={guide} scale="linear" />;
}

/** 'from 0.9 to 1.2, mean 1.02, over 8 channels' */
function spreadOf(values: Float32Array): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `from ${short(Math.min(...values))} to ${short(Math.max(...values))}, mean ${short(mean)}, over ${values.length} channels`;
}
