/** Which line is which run: colour, dash and mark beside the name, in the page's own text size. */
import { useShallow } from 'zustand/react/shallow';
import { findRun } from '../../store/selectors.ts';
import { usePage } from '../playground.ts';
import { markPath } from './markPath.ts';
import { colourProperty, seriesDash, seriesMark, VALIDATION_DASH } from './palette.ts';

export function LegendList() {
  const ids = usePage(useShallow((state) => state.runs.filter((run) => run.visible).map((run) => run.id)));
  return (
    <ul className="legend">
      {ids.map((id) => (
        <LegendEntry key={id} id={id} />
      ))}
    </ul>
  );
}

function LegendEntry({ id }: { readonly id: string }) {
  const name = usePage((state) => findRun(state, id)?.name);
  const colour = usePage((state) => findRun(state, id)?.colour ?? 0);
  return (
    <li>
      <span className="legend-name">{name}</span>
      <span className="legend-line">
        <Line colour={colour} dash={seriesDash(colour)} /> train
      </span>
      <span className="legend-line">
        <Line colour={colour} dash={VALIDATION_DASH} marked /> validation
      </span>
    </li>
  );
}

interface LineProps {
  readonly colour: number;
  readonly dash: readonly number[];
  readonly marked?: boolean;
}

function Line({ colour, dash, marked = false }: LineProps) {
  const ink = colourProperty(colour);
  return (
    <svg viewBox="0 0 30 12" width="30" height="12" aria-hidden="true">
      <path
        d="M1 6H29"
        style={{ stroke: ink }}
        strokeDasharray={dash.join(' ')}
        strokeWidth={marked ? 1.5 : 2.5}
      />
      {marked && <path d={markPath(seriesMark(colour))} transform="translate(15 6)" style={{ fill: ink }} />}
    </svg>
  );
}
