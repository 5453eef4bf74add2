/** The slices of all runs in one chart, and their numbers in a table. */
import { useMemo } from 'react';
import { decimal } from '../../../../spec/numbers.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { SlicePlot } from '../../../plots/SlicePlot.tsx';
import { short } from '../numbers.ts';
import { RunLegend } from '../RunLegend.tsx';
import { ScrollBox } from '../ScrollBox.tsx';
import type { RunLook } from '../useRunLooks.ts';
import { earlierLooks, type Height, type Look, type Looks, sliceOf } from './slices.ts';
import { type Distance, departureOf, lossAt, originOf, roughnessOf, unitOf } from './slope.ts';

interface Found {
  readonly run: RunId;
  readonly latest: Look;
  readonly style: RunLook;
}

interface LandscapeFigureProps {
  readonly found: readonly Found[];
  readonly looks: Looks;
  readonly distance: Distance;
  readonly height: Height;
}

const POSITIONS = {
  updates: [
    { x: 0, name: 'now' },
    { x: 1, name: 'next update' },
  ],
  relative: [{ x: 0, name: 'now' }],
} as const satisfies Record<Distance, unknown>;

const X_LABELS = {
  updates: 'distance, in updates',
  relative: "distance, as a share of the weights' norm",
} as const satisfies Record<Distance, string>;

const Y_LABELS = {
  change: 'change of the loss (nats)',
  loss: 'loss (nats)',
} as const satisfies Record<Height, string>;

export function LandscapeFigure({ found, looks, distance, height }: LandscapeFigureProps) {
  const key = JSON.stringify([
    found.map(({ run, latest, style }) => [run, latest.step, style]),
    distance,
    height,
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what was found
  const slices = useMemo(
    () =>
      found.map(({ run, latest, style }) =>
        sliceOf(latest, earlierLooks(looks, run, latest), style, distance, height),
      ),
    [key, looks],
  );
  const words = found.map(({ latest, style }) => {
    const { points } = latest.answer;
    return `${style.name}: ${fine(originOf(points)?.loss ?? Number.NaN)} now, ${fine(lossAt(points, 1) ?? Number.NaN)} after the next update.`;
  });
  const faint = slices.some(({ earlier }) => earlier.length > 0);
  return (
    <figure className="view-figure">
      <RunLegend runs={found.map(({ run }) => run)} />
      {faint && <figcaption>Faint: earlier looks</figcaption>}
      <SlicePlot
        label={`Loss against the distance along the next update. ${words.join(' ')}`}
        xLabel={X_LABELS[distance]}
        yLabel={Y_LABELS[height]}
        slices={slices}
        positions={POSITIONS[distance]}
      />
      <SliceTable found={found} />
    </figure>
  );
}

/** A loss to the digits in which one update shows. */
const fine = (loss: number): string => (Number.isFinite(loss) ? decimal(loss, 4) : 'not a number');

function SliceTable({ found }: Pick<LandscapeFigureProps, 'found'>) {
  return (
    <ScrollBox label="Along the next update, in numbers">
      <table className="view-table">
        <caption>Along the next update</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Loss now</th>
            <th scope="col">after the update</th>
            <th scope="col">predicted</th>
            <th scope="col">Farthest from tangent</th>
            <th scope="col">Change of slope</th>
            <th scope="col">Update / weights</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ run, latest, style }) => {
            const { points } = latest.answer;
            const origin = originOf(points);
            return (
              <tr key={run}>
                <th scope="row">{style.name}</th>
                <td>{fine(origin?.loss ?? Number.NaN)}</td>
                <td>{fine(lossAt(points, 1) ?? Number.NaN)}</td>
                <td>{fine((origin?.loss ?? Number.NaN) + (origin?.slope ?? 0))}</td>
                <td>{short(departureOf(points))}</td>
                <td>{short(roughnessOf(points))}</td>
                <td>{short(unitOf(latest.answer, 'relative'))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}
