/** Which runs the table shows, and what it groups them by: for more runs than one looks through. */
import { useId, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { counted, grouped } from '../../../spec/numbers.ts';
import { isActive } from '../../../store/run.ts';
import {
  type FacetChoice,
  facetChoices,
  facetLabel,
  type Grouping,
  isFacet,
  isNarrowed,
  narrowedTo,
  shownRuns,
} from '../../../store/table.ts';
import { useActions, usePage, usePlayground } from '../../playground.ts';

/** Fewer runs are seen at a glance. */
const MANY = 8;

export function FilterRow() {
  const { setTable } = useActions();
  const table = usePage((state) => state.table);
  const many = usePage(({ runs }) => runs.length > MANY);
  const choices = useChoices();
  const narrowed = isNarrowed(table);
  if (!many && !narrowed && table.grouping === 'seeds') return null;
  return (
    <fieldset className="runs-filter">
      <legend className="visually-hidden">Runs to show</legend>
      <input
        type="search"
        aria-label="Filter by name or notes"
        placeholder="Filter by name or notes"
        value={table.text}
        onChange={({ target }) => setTable({ text: target.value })}
      />
      <GroupingSelect choices={choices} />
      {choices.map((choice) => (
        <FacetBoxes key={choice.facet} {...choice} />
      ))}
      {narrowed && (
        <button type="button" onClick={() => setTable({ text: '', filters: {} })}>
          Clear filters
        </button>
      )}
      <p className="found" aria-live="polite">
        {narrowed && <Found />}
      </p>
    </fieldset>
  );
}

const Found = () => {
  const all = usePage(({ runs }) => runs.length);
  const shown = usePage((state) => shownRuns(state).length);
  return <>{`${grouped(shown)} of ${counted(all, 'run')} shown`}</>;
};

/** Anew only when runs come, go or end. */
function useChoices(): readonly FacetChoice[] {
  const { store } = usePlayground();
  const table = usePage((state) => state.table);
  const told = usePage(
    useShallow(({ runs }) => runs.flatMap((run) => [run.experiment, isActive(run) || run.status.kind])),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `told` says when the runs are worth reading again
  return useMemo(() => facetChoices(store.getState().runs, table), [store, told, table]);
}

function GroupingSelect({ choices }: { readonly choices: readonly FacetChoice[] }) {
  const id = useId();
  const { setTable } = useActions();
  const grouping = usePage((state) => state.table.grouping);
  const facets = choices.map(({ facet }) => facet);
  const offered = isFacet(grouping) && !facets.includes(grouping) ? [...facets, grouping] : facets;
  return (
    <div className="inline-field">
      <label htmlFor={id}>Group by</label>
      <select
        id={id}
        value={grouping}
        onChange={({ target: { value } }) => setTable({ grouping: groupingOf(value) })}
      >
        <option value="seeds">Seeds</option>
        {offered
          .filter((facet) => facet !== 'seed')
          .map((facet) => (
            <option key={facet} value={facet}>
              {facetLabel(facet)}
            </option>
          ))}
        <option value="none">Nothing: a line a run</option>
      </select>
    </div>
  );
}

const groupingOf = (value: string): Grouping => (value === 'none' || isFacet(value) ? value : 'seeds');

function FacetBoxes({ facet, values }: FacetChoice) {
  const { setTable } = useActions();
  const table = usePage((state) => state.table);
  const chosen = table.filters[facet] ?? [];
  const told = values.filter(({ value }) => chosen.includes(value)).map(({ words }) => words);
  const toggle = (value: string): void => {
    const kept = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
    setTable(narrowedTo(table, facet, kept));
  };
  return (
    <details className={told.length > 0 ? 'choice facet narrowed' : 'choice facet'}>
      <summary>
        <span className="label">{facetLabel(facet)}</span> {told.length === 0 ? 'all' : told.join(', ')}
      </summary>
      <div className="choice-box">
        <fieldset className="chips">
          <legend>Only these; none ticked shows all</legend>
          {values.map(({ value, words, runs }) => (
            <label key={value} className="chip">
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
              <span>{words}</span>
              <span className="remark">{grouped(runs)}</span>
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
