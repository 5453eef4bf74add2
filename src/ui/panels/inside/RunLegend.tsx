/** Which line is which run's, above a chart that runs share. */

import { useShallow } from 'zustand/react/shallow';
import { markPath, seriesMark } from '../../../curves/palette.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { colourProperty, LineSample } from '../../charts/LineSample.tsx';
import { usePage } from '../../playground.ts';

interface RunLegendProps {
  readonly runs: readonly RunId[];
  /** Whether the chart marks points as well. */
  readonly marks?: boolean;
}

export function RunLegend({ runs, marks = false }: RunLegendProps) {
  const colours = usePage(useShallow((state) => runs.map((run) => findRun(state, run)?.colour ?? 0)));
  const names = usePage(useShallow((state) => runs.map((run) => findRun(state, run)?.name ?? '')));
  return (
    <ul className="view-legend">
      {runs.map((run, i) => (
        <li key={run}>
          <LineSample colour={colours[i] ?? 0} split="train" />
          {marks && <MarkSample colour={colours[i] ?? 0} />}
          {names[i]}
        </li>
      ))}
    </ul>
  );
}

export function MarkSample({ colour }: { readonly colour: number }) {
  return (
    <svg className="sample" viewBox="-6 -6 12 12" width="12" height="12" aria-hidden="true">
      <path d={markPath(seriesMark(colour))} style={{ fill: colourProperty(colour) }} />
    </svg>
  );
}
