/** A norm's statistics of one layer, minibatch's against moving, channel by channel, as two scatter plots. */
import { useMemo } from 'react';
import type { Moments } from '../../../../inspection/question.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { ScatterPlot } from '../../../plots/ScatterPlot.tsx';
import { useRunLooks } from '../useRunLooks.ts';
import { ChannelTable } from './ChannelTable.tsx';
import { channelsOf, describeChannels, speaking } from './channels.ts';

interface ChannelPlotsProps {
  readonly run: RunId;
  readonly layer: string;
  readonly batch: Moments;
  readonly moving: Moments;
  /** The moving statistics after recalibrating these same weights. */
  readonly anew: Moments | undefined;
}

export function ChannelPlots({ run, layer, batch, moving, anew }: ChannelPlotsProps) {
  const [look] = useRunLooks([run]);
  const channels = useMemo(() => channelsOf(batch, moving, anew), [batch, moving, anew]);
  const means = useMemo(
    () =>
      channels.map(({ batchMean, movingMean, newMean }) => ({ x: batchMean, y: movingMean, to: newMean })),
    [channels],
  );
  const deviations = useMemo(
    () =>
      speaking(channels).map(({ batchDeviation, movingDeviation, newDeviation }) => ({
        x: batchDeviation,
        y: movingDeviation,
        to: newDeviation,
      })),
    [channels],
  );
  const words = describeChannels(channels);
  const colour = look?.colour ?? 'var(--ink)';
  return (
    <div>
      <div className="view-pair">
        <figure className="view-figure">
          <figcaption>Mean, {layer}</figcaption>
          <ScatterPlot
            label={`Moving mean against the next minibatch's mean, ${channels.length} channels. ${words}`}
            points={means}
            xLabel="of the minibatch"
            yLabel="moving"
            colour={colour}
            log={false}
          />
        </figure>
        <figure className="view-figure">
          <figcaption>Standard deviation, {layer}</figcaption>
          <ScatterPlot
            label={`Moving deviation against the next minibatch's deviation, ${deviations.length} channels, logarithmic axes.`}
            points={deviations}
            xLabel="of the minibatch"
            yLabel="moving"
            colour={colour}
            log
          />
        </figure>
      </div>
      <p className="remark">{words}</p>
      {anew && <p className="remark">Filled dots: the same channels after recalibrating.</p>}
      <ChannelTable channels={channels} label={`Channels of ${layer}, ${look?.name}`} />
    </div>
  );
}
