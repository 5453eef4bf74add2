/** The values at the crosshair, of both charts in one table, beside the pointer; on a phone below the plot. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { formatMetric } from '../../curves/curveRun.ts';
import { usePage } from '../playground.ts';
import { type Crosshair, useBoardState } from './board.ts';
import { LineSample } from './LineSample.tsx';
import { formatPosition, type Readings, readingsAt } from './readings.ts';

/** What the crosshair reads, if it is on the charts. */
export function useReadings(): { readonly crosshair: Crosshair; readonly readings: Readings } | undefined {
  const { crosshair, acc, loss } = useBoardState(
    useShallow((state) => ({ crosshair: state.crosshair, acc: state.drawn.acc, loss: state.drawn.loss })),
  );
  if (!crosshair || !acc || !loss) return undefined;
  const readings = readingsAt({ acc, loss }, crosshair);
  return readings.rows.length > 0 ? { crosshair, readings } : undefined;
}

/** @param area what it is placed in, and must not leave sideways */
export function ValueTable({ area }: { readonly area: RefObject<HTMLElement | null> }) {
  const axis = usePage((state) => state.view.x);
  const box = useRef<HTMLDivElement>(null);
  const read = useReadings();
  useLayoutEffect(() => {
    if (box.current && area.current && read) placeBeside(box.current, area.current, read.crosshair);
  });
  if (!read) return null;
  const { x, rows, more } = read.readings;
  return (
    <div ref={box} className="value-table">
      <table aria-label="Values at the crosshair">
        <thead>
          <tr>
            <th rowSpan={2} scope="col">
              {formatPosition(x, axis)}
            </th>
            <th colSpan={2} scope="colgroup">
              Accuracy
            </th>
            <th colSpan={2} scope="colgroup">
              Loss
            </th>
          </tr>
          <tr>
            <th scope="col">train</th>
            <th scope="col">val</th>
            <th scope="col">train</th>
            <th scope="col">val</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, name, colour, values: { acc, loss } }) => (
            <tr key={line}>
              <th scope="row">
                <LineSample colour={colour} split="train" /> <span>{name}</span>
              </th>
              <td>{formatMetric('acc', acc.train)}</td>
              <td>{formatMetric('acc', acc.validation)}</td>
              <td>{formatMetric('loss', loss.train)}</td>
              <td>{formatMetric('loss', loss.validation)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p>and {more} further from here</p>}
    </div>
  );
}

const GAP = 14;
const MARGIN = 4;
/** Narrower areas have no room beside the pointer. */
const NARROW = 600;

function placeBeside(box: HTMLElement, area: HTMLElement, { at }: Crosshair): void {
  const within = area.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const [x, y] = [at.clientX - within.left, at.clientY - within.top];
  const narrow = within.width < NARROW;
  const right = x + GAP + width > within.width ? x - GAP - width : x + GAP;
  const left = narrow ? (within.width - width) / 2 : right;
  const lowest = innerHeight - within.top - height - MARGIN;
  const top = narrow ? at.plotBottom - within.top + GAP : Math.min(y + GAP, lowest);
  box.style.left = `${Math.max(0, Math.min(left, within.width - width))}px`;
  box.style.top = `${Math.max(0, top)}px`;
}
