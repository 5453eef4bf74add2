/** A norm's statistics in numbers; made when it is opened, for a layer may have 512 channels. */
import { useState } from 'react';
import { short } from '../numbers.ts';
import { ScrollBox } from '../ScrollBox.tsx';
import type { Channel } from './channels.ts';

interface ChannelTableProps {
  readonly channels: readonly Channel[];
  /** Says which layer's, and which run's. */
  readonly label: string;
}

export function ChannelTable({ channels, label }: ChannelTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="view-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {open && (
        <ScrollBox label={label}>
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
        </ScrollBox>
      )}
    </details>
  );
}
