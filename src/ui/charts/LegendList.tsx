/** Which line is which run or group of seeds: colour, dash and mark beside the name. A click hides or shows it. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { formatMetric, type Metric } from '../../curves/curveRun.ts';
import { latestMean } from '../../curves/latest.ts';
import { type Line, linesOf } from '../../curves/lines.ts';
import { useActions, usePage, usePlayground, useThrottled } from '../playground.ts';
import { type ChartedRun, charted } from './board.ts';
import { LineSample } from './LineSample.tsx';

/** From this many on, entries lose their words, or the legend is taller than its chart. */
const COMPACT_FROM = 5;
const VALUE_MS = 500;
/** The table names the others. */
const MAX_ENTRIES = 12;

/** The lines, hidden ones too; anew only when what a legend shows of them changed. */
function useLines(): Line<ChartedRun>[] {
  const { store } = usePlayground();
  const seeds = usePage((state) => state.view.seeds);
  const shown = usePage(
    useShallow((state) =>
      charted(state).flatMap(({ id, name, colour, visible, history, data }) => [
        id,
        name,
        colour,
        visible,
        history.length > 0,
        data?.spec.id,
      ]),
    ),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` says when the runs are worth reading again
  return useMemo(() => linesOf(charted(store.getState()), seeds), [store, seeds, shown]);
}

export function LegendList({ metric }: { readonly metric: Metric }) {
  const { setRunsVisible } = useActions();
  const lines = useLines();
  const hidden = lines.some((line) => !isShown(line));
  const compact = lines.length >= COMPACT_FROM;
  const more = lines.length - MAX_ENTRIES;
  return (
    <ul className={compact ? 'legend compact' : 'legend'}>
      {lines.slice(0, MAX_ENTRIES).map((line) => (
        <LegendEntry
          key={line.key}
          line={line}
          metric={metric}
          compact={compact}
          alone={lines.length === 1}
        />
      ))}
      {more > 0 && <li>and {more} more: the table below shows all lines</li>}
      {hidden && (
        <li>
          <button
            type="button"
            className="legend-all"
            onClick={() =>
              setRunsVisible(
                lines.flatMap(({ runs }) => runs.map(({ id }) => id)),
                true,
              )
            }
          >
            Show all
          </button>
        </li>
      )}
    </ul>
  );
}

const isShown = ({ runs }: Line): boolean => runs.some(({ visible }) => visible);

interface LegendEntryProps {
  readonly line: Line<ChartedRun>;
  readonly metric: Metric;
  readonly compact: boolean;
  /** No other line is there to be hidden. */
  readonly alone: boolean;
}

function LegendEntry({ line, metric, compact, alone }: LegendEntryProps) {
  const { setRunsVisible, solo } = useActions();
  const split = usePage((state) => state.view.split);
  const { name, colour, runs } = line;
  const ids = runs.map(({ id }) => id);
  const shown = isShown(line);
  const validated = runs.some(({ history }) => history.length > 0);
  const word = compact ? 'visually-hidden' : '';
  return (
    <li className={shown ? '' : 'legend-hidden'}>
      <button
        type="button"
        className="legend-toggle"
        aria-label={`${shown ? 'Hide' : 'Show'} ${name}`}
        onClick={(event) => (event.altKey ? solo(ids) : setRunsVisible(ids, !shown))}
      >
        <span className="legend-name">{name}</span>
      </button>
      <LegendValue key={metric} ids={ids} metric={metric} />
      {split !== 'validation' && (
        <span className="legend-line">
          <LineSample colour={colour} split="train" /> <span className={word}>train</span>
        </span>
      )}
      {validated && split !== 'train' && (
        <span className="legend-line">
          <LineSample colour={colour} split="validation" /> <span className={word}>validation</span>
        </span>
      )}
      {!alone && (
        <button
          type="button"
          className="legend-only"
          aria-label={`Only ${name}`}
          title="Show only this"
          onClick={() => solo(ids)}
        >
          only
        </button>
      )}
    </li>
  );
}

/** How well the line does in training now: '65 %', of several seeds their mean. */
function LegendValue({
  ids,
  metric,
}: {
  readonly ids: readonly ChartedRun['id'][];
  readonly metric: Metric;
}) {
  const words = useThrottled(({ runs }) => {
    const values = runs
      .filter(({ id }) => ids.includes(id))
      .flatMap(({ points }) => latestMean(points, metric) ?? []);
    if (values.length === 0) return '';
    const value = values.reduce((sum, one) => sum + one, 0) / values.length;
    return metric === 'acc' ? `${Math.round(100 * value)} %` : formatMetric(metric, value);
  }, VALUE_MS);
  return <span className="legend-value">{words}</span>;
}
