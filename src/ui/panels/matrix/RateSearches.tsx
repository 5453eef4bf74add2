/** How the cells came to their learning rates: validation accuracy against the rate, a line a cell, the choice marked. */
import { lazy, useMemo } from 'react';
import { MEASURES } from '../../../curves/measures.ts';
import { seriesDash, seriesMark } from '../../../curves/palette.ts';
import { describeSearch, type RateSearch } from '../../../results/rateSearch.ts';
import { percent, plain } from '../../../spec/numbers.ts';
import { matrixRows } from '../../../store/cells.ts';
import { colourProperty, LineSample } from '../../charts/LineSample.tsx';
import { LazyPart } from '../../ErrorBoundary.tsx';
import { useThrottled } from '../../playground.ts';
import { MarkSample } from '../inside/RunLegend.tsx';
import { cellName } from './cellWords.ts';

const SettingFigure = lazy(async () => ({
  default: (await import('../../plots/SettingFigure.tsx')).SettingFigure,
}));

const SEARCHES_MS = 500;

interface NamedSearch {
  readonly name: string;
  /** Index into the palette. */
  readonly colour: number;
  readonly search: RateSearch;
}

export function RateSearches() {
  const rows = useThrottled(matrixRows, SEARCHES_MS);
  const searches = rows.flatMap(({ cells }) =>
    cells.flatMap((cell): NamedSearch[] =>
      cell.search?.trials.some(({ ended }) => ended)
        ? [{ name: cellName(cell), colour: cell.runs[0]?.colour ?? 0, search: cell.search }]
        : [],
    ),
  );
  if (searches.length === 0) return null;
  return (
    <section className="setting-plot" aria-labelledby="rate-searches-heading">
      <h3 id="rate-searches-heading">The search for each learning rate</h3>
      <ul className="view-legend">
        {searches.map(({ name, colour }) => (
          <li key={name}>
            <LineSample colour={colour} split="train" />
            <MarkSample colour={colour} />
            {name}
          </li>
        ))}
      </ul>
      <Figure searches={searches} />
      <p className="remark">
        Validation accuracy at the end, of one run a rate; with recalibrated statistics where moving ones had
        not settled. The hollow mark is what was taken.
      </p>
      <Table searches={searches} />
    </section>
  );
}

interface SearchesProps {
  readonly searches: readonly NamedSearch[];
}

function Figure({ searches }: SearchesProps) {
  const told = JSON.stringify(searches);
  const drawn = useMemo(() => {
    const all: readonly NamedSearch[] = JSON.parse(told);
    const trials = all.flatMap(({ search }) => search.trials);
    const values = [...new Set(trials.map(({ rate }) => rate))].sort((a, b) => a - b);
    const [lowest = 1, highest = 1] = [values[0], values.at(-1)];
    const room = (highest / lowest) ** 0.05;
    const accuracies = trials.flatMap(({ accuracy }) => accuracy ?? []);
    const [low, high] = [Math.min(1, ...accuracies), Math.max(0, ...accuracies)];
    const above = Math.max(0.05 * (high - low), 0.005);
    return {
      values,
      xDomain: [lowest / room, highest * room] as const,
      yDomain: [Math.max(0, low - above), Math.min(1, high + above)] as const,
      series: all.map(({ colour, search }) => ({
        colour: colourProperty(colour),
        dash: seriesDash(colour).join(' '),
        mark: seriesMark(colour),
        points: search.trials.map(({ rate, accuracy }) => ({
          ...{ x: rate, mean: accuracy, results: [], interval: undefined, raw: undefined },
          hollow: rate === search.chosen ? accuracy : undefined,
        })),
      })),
    };
  }, [told]);
  const label = searches.map(({ name, search }) => `${name}: ${describeSearch(search)}`).join(' ');
  return (
    <LazyPart what="this figure" waiting={<div className="setting-plot-room" />}>
      <SettingFigure
        label={`Validation accuracy by learning rate. ${label}`}
        measure="validation accuracy"
        tick={MEASURES.validation.unit.tick}
        axis="learning rate (log scale)"
        log={10}
        {...drawn}
      />
    </LazyPart>
  );
}

/** The same in numbers. */
function Table({ searches }: SearchesProps) {
  const rates = searches[0]?.search.trials.map(({ rate }) => rate) ?? [];
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box setting-plot-scroll">
        <table className="setting-plot-table" aria-label="Validation accuracy by learning rate">
          <thead>
            <tr>
              <th scope="col">Cell</th>
              {rates.map((rate) => (
                <th key={rate} scope="col">
                  {plain(rate)}
                </th>
              ))}
              <th scope="col">Taken</th>
            </tr>
          </thead>
          <tbody>
            {searches.map(({ name, search }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {search.trials.map(({ rate, ended, accuracy }) => (
                  <td key={rate}>
                    {accuracy === undefined ? (ended ? 'diverged' : '–') : percent(accuracy)}
                  </td>
                ))}
                <td>{search.chosen === undefined ? '–' : plain(search.chosen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
