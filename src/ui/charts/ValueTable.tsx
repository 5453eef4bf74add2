/** The values at the crosshair, of all charts in one table, beside the pointer; on a phone below the plot. */
import { Fragment, type RefObject, useLayoutEffect, useRef } from 'react';
import { formatMetric, METRIC_NAMES } from '../../curves/curveRun.ts';
import { usePage } from '../playground.ts';
import { type Crosshair, useBoardState } from './board.ts';
import { LineSample } from './LineSample.tsx';
import { formatPosition, type Readings, readingsAt } from './readings.ts';

/** What the crosshair reads, if it is on the charts. */
export function useReadings(): { readonly crosshair: Crosshair; readonly readings: Readings } | undefined {
  const crosshair = useBoardState((state) => state.crosshair);
  const drawn = useBoardState((state) => state.drawn);
  if (!crosshair) return undefined;
  const readings = readingsAt(drawn, crosshair);
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
  const { x, metrics, rows, more } = read.readings;
  return (
    <div ref={box} className="value-table">
      <table aria-label="Values at the crosshair">
        <thead>
          <tr>
            <th rowSpan={2} scope="col">
              {formatPosition(x, axis)}
            </th>
            {metrics.map((metric) => (
              <th key={metric} colSpan={2} scope="colgroup">
                {METRIC_NAMES[metric]}
              </th>
            ))}
          </tr>
          <tr>
            {metrics.map((metric) => (
              <Fragment key={metric}>
                <th scope="col">train</th>
                <th scope="col">val</th>
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, name, colour, values }) => (
            <tr key={line}>
              <th scope="row">
                <LineSample colour={colour} split="train" /> <span>{name}</span>
              </th>
              {metrics.map((metric) => (
                <Fragment key={metric}>
                  <td>{formatMetric(metric, values[metric].train)}</td>
                  <td>{formatMetric(metric, values[metric].validation)}</td>
                </Fragment>
              ))}
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
