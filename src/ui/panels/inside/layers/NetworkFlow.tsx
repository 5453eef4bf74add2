/** Stations of a network as a list; a sum is a box in which a line leads from its start past its branch to its end. */
import type { ReactNode } from 'react';
import { describeShape, type Station } from './strip.ts';

type Single = Exclude<Station, { kind: 'sum' }>;

interface NetworkFlowProps {
  readonly stations: readonly Station[];
  readonly className: string;
  readonly label: string;
  /** What the list's item of a station holds. */
  readonly children: (station: Single) => ReactNode;
}

export const NetworkFlow = ({ stations, className, label, children }: NetworkFlowProps) => (
  <ol className={className} aria-label={label}>
    {stations.map((station) =>
      station.kind === 'sum' ? (
        <li key={station.name} className="residual">
          <NetworkFlow stations={station.main} className="branch" label={`Branch of ${station.name}`}>
            {children}
          </NetworkFlow>
          {station.shortcut.length > 0 ? (
            <NetworkFlow
              stations={station.shortcut}
              className="shortcut"
              label={`Shortcut of ${station.name}`}
            >
              {children}
            </NetworkFlow>
          ) : (
            <p className="shortcut">
              <span>shortcut</span>
              {station.times !== undefined && <b>{station.times} × in a row</b>}
            </p>
          )}
          <p className="sum">
            <b>sum</b>
            <span>{describeShape(station.shape)}</span>
          </p>
        </li>
      ) : (
        <li key={station.name} className={station.kind}>
          {children(station)}
        </li>
      ),
    )}
  </ol>
);
