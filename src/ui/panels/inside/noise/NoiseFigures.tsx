/** The spread of means and of variances over minibatches, all runs in one chart each. */
import { useMemo } from 'react';
import type { Noise } from '../../../../inspection/question.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { NoisePlot } from '../../../plots/NoisePlot.tsx';
import { RunLegend } from '../RunLegend.tsx';
import { useRunLooks } from '../useRunLooks.ts';
import { noisePoints, noiseReadings, type Statistic } from './noiseWords.ts';

interface Measured {
  readonly run: RunId;
  readonly noise: Noise;
  /** The batch size that the run trains with. */
  readonly batch: number;
}

const TITLES = {
  mean: 'Spread of the mean, in deviations of the channel',
  variance: 'Spread of the variance, in variances of the channel',
} as const satisfies Record<Statistic, string>;

export function NoiseFigures({ measured }: { readonly measured: readonly Measured[] }) {
  return (
    <>
      <RunLegend runs={measured.map(({ run }) => run)} marks />
      <div className="view-pair">
        <Figure measured={measured} statistic="mean" />
        <Figure measured={measured} statistic="variance" />
      </div>
    </>
  );
}

interface FigureProps {
  readonly measured: readonly Measured[];
  readonly statistic: Statistic;
}

function Figure({ measured, statistic }: FigureProps) {
  const looks = useRunLooks(measured.map(({ run }) => run));
  const key = JSON.stringify([measured, looks, statistic]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all that is drawn
  const series = useMemo(
    () =>
      measured.map(({ noise, batch }, i) => ({
        colour: looks[i]?.colour ?? 'var(--ink)',
        dash: looks[i]?.dash ?? '',
        mark: looks[i]?.mark ?? 'circle',
        points: noisePoints(noise, statistic, batch),
      })),
    [key],
  );
  const readings = series.map(({ points }, i) => noiseReadings(looks[i]?.name ?? '', points)).join(' ');
  return (
    <figure className="view-figure">
      <figcaption>{TITLES[statistic]}</figcaption>
      <NoisePlot
        label={`${TITLES[statistic]}, by batch size, logarithmic axes. ${readings}`}
        yLabel="spread"
        series={series}
      />
    </figure>
  );
}
