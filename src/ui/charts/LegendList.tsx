/** Which line is which run: colour, dash and mark beside the name, in the page's own text size. */
import { useShallow } from 'zustand/react/shallow';
import { findRun } from '../../store/selectors.ts';
import { usePage } from '../playground.ts';
import { LineSample } from './LineSample.tsx';

/** From this many on, entries lose their words, or the legend is taller than its chart. */
const COMPACT_FROM = 5;
/** The table names the others. */
const MAX_ENTRIES = 12;

export function LegendList() {
  const ids = usePage(useShallow((state) => state.runs.filter((run) => run.visible).map((run) => run.id)));
  const compact = ids.length >= COMPACT_FROM;
  const more = ids.length - MAX_ENTRIES;
  return (
    <ul className={compact ? 'legend compact' : 'legend'}>
      {ids.slice(0, MAX_ENTRIES).map((id) => (
        <LegendEntry key={id} id={id} compact={compact} />
      ))}
      {more > 0 && <li>and {more} more: the table below shows all lines</li>}
    </ul>
  );
}

interface LegendEntryProps {
  readonly id: string;
  readonly compact: boolean;
}

function LegendEntry({ id, compact }: LegendEntryProps) {
  const name = usePage((state) => findRun(state, id)?.name);
  const colour = usePage((state) => findRun(state, id)?.colour ?? 0);
  const validated = usePage((state) => (findRun(state, id)?.history.length ?? 0) > 0);
  const word = compact ? 'visually-hidden' : '';
  return (
    <li>
      <span className="legend-name">{name}</span>
      <span className="legend-line">
        <LineSample colour={colour} split="train" /> <span className={word}>train</span>
      </span>
      {validated && (
        <span className="legend-line">
          <LineSample colour={colour} split="validation" /> <span className={word}>validation</span>
        </span>
      )}
    </li>
  );
}
