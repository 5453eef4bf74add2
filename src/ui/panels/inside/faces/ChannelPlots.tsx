/** Batch norm's statistics of one layer, channel by channel, as two scatter plots and a table. */
import { useId, useMemo, useState } from 'react';
import type { Moments } from '../../../../inspection/question.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { ScatterPlot } from '../../../plots/ScatterPlot.tsx';
import { short } from '../numbers.ts';
import { useRunLooks } from '../useRunLooks.ts';
import { type Channel, channelsOf, describeChannels, speaking } from './channels.ts';

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
      <ChannelTable channels={channels} />
    </div>
  );
}

/** Made when it is opened: a layer may have 512 channels. */
function ChannelTable({ channels }: { readonly channels: readonly Channel[] }) {
  const [open, setOpen] = useState(false);
  const heading = useId();
  return (
    <details className="view-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id={heading}>As a table</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="view-scroll" aria-labelledby={heading} tabIndex={0}>
          <table className="view-table">
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Mean, minibatch</th>
                <th scope="col">moving</th>
                <th scope="col">Deviation, minibatch</th>
                <th scope="col">moving</th>
              </tr>
            </thead>
            <tbody>
              {channels.map(({ channel, batchMean, movingMean, batchDeviation, movingDeviation }) => (
                <tr key={channel}>
                  <th scope="row">{channel}</th>
                  <td>{short(batchMean)}</td>
                  <td>{short(movingMean)}</td>
                  <td>{short(batchDeviation)}</td>
                  <td>{short(movingDeviation)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
