/** Gamma and beta of the norm, channel by channel: what it makes of values that it has just brought into range. */
import { useMemo } from 'react';
import { ChannelsPlot } from '../../../plots/ChannelsPlot.tsx';
import { short } from '../numbers.ts';
import { ChartBlock } from './ChartBlock.tsx';
import type { LayerSeries } from './useSides.ts';

interface AffineProps {
  readonly series: readonly LayerSeries[];
}

export function Affine({ series }: AffineProps) {
  if (series.every(({ latest }) => !latest.gamma)) return null;
  const zeroed = series.filter(({ block }) => block.norm?.zeroGamma).length;
  const starts = zeroed === 0 ? '1' : zeroed === series.length ? '0 here' : '1, with zero gamma at 0,';
  return (
    <ChartBlock
      title="Gamma and beta, a dot a channel"
      how={`The norm ends with gamma · value + beta. All gammas begin at ${starts} and all betas at 0; what is far from there was learned. A gamma near 0 switches its channel off. Filter response norm then cuts off below a threshold. In GN as the study coded it they follow the bands of rows, not the channels.`}
    >
      <div className="figure-pair">
        <Parameter series={series} name="gamma" start={zeroed === series.length ? 0 : 1} />
        <Parameter series={series} name="beta" start={0} />
      </div>
    </ChartBlock>
  );
}

interface ParameterProps extends AffineProps {
  readonly name: 'gamma' | 'beta';
  readonly start: number;
}

function Parameter({ series, name, start }: ParameterProps) {
  const channels = useMemo(
    () =>
      series.flatMap(({ look, latest }) => {
        const values = latest[name];
        return values ? [{ colour: look.colour, mark: look.mark, name: look.name, values }] : [];
      }),
    [series, name],
  );
  const label = channels.map((each) => `${each.name}: ${name} ${spreadOf(each.values)}.`).join(' ');
  return <ChannelsPlot label={label} channels={channels} yLabel={name} start={start} />;
}

/** 'from 0.9 to 1.2, mean 1.02, over 8 channels' */
function spreadOf(values: Float32Array): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `from ${short(Math.min(...values))} to ${short(Math.max(...values))}, mean ${short(mean)}, over ${values.length} channels`;
}
