/** One cell of the table: its accuracy, how many seeds it rests on, and how far those under way are. */

import { mean } from '../../../results/statistics.ts';
import { expandRepeats } from '../../../spec/experiment.ts';
import { percentage } from '../../../spec/numbers.ts';
import { publishedCell } from '../../../spec/study.ts';
import type { Cell } from '../../../store/cells.ts';
import { useActions } from '../../playground.ts';
import { revealCharts } from '../../reveal.ts';
import { cellName, cellValue, cellWords, rawWords } from './cellWords.ts';
import { heatColour, heatOf } from './heat.ts';

interface MatrixCellProps {
  readonly cell: Cell;
  readonly range: readonly [low: number, high: number] | undefined;
}

export function MatrixCell({ cell, range }: MatrixCellProps) {
  const { accuracies, runs } = cell;
  const heat = range && accuracies.length > 0 ? heatOf(mean(accuracies), range) : undefined;
  return (
    <td
      data-label={cell.column}
      className={cell.open ? 'open' : undefined}
      style={heat === undefined ? undefined : { background: heatColour(heat) }}
    >
      {runs.length === 0 ? <EmptyCell cell={cell} /> : <FilledCell cell={cell} />}
      <Published cell={cell} />
    </td>
  );
}

function FilledCell({ cell }: { readonly cell: Cell }) {
  const { solo } = useActions();
  const { runs, underWay, open } = cell;
  const raw = rawWords(cell);
  const show = (): void => {
    solo(runs.map(({ id }) => id));
    revealCharts();
  };
  return (
    <button type="button" aria-pressed={open} title="Show its curves, and no others" onClick={show}>
      <span className="visually-hidden">Curves of {cellName(cell)}: </span>
      <b>{cellValue(cell) ?? '–'}</b>
      {raw !== undefined && <span className="raw">{raw}</span>}
      <span className={cell.diverged > 0 ? 'words diverged' : 'words'}>{cellWords(cell)}</span>
      {underWay && <progress aria-label={`Progress of ${cellName(cell)}`} max={1} value={underWay.done} />}
    </button>
  );
}

function EmptyCell({ cell }: { readonly cell: Cell }) {
  const { trainAll } = useActions();
  return (
    <button
      type="button"
      aria-label={`Run ${cellName(cell)}`}
      onClick={() => trainAll(expandRepeats(cell.experiment))}
    >
      <b>–</b>
      <span className="words run">Run</span>
    </button>
  );
}

/** The original study's figure, where it has this cell. */
function Published({ cell: { experiment } }: { readonly cell: Cell }) {
  const published = publishedCell(experiment);
  return published ? <p className="published">published {percentage(published.accuracy, 2)}</p> : null;
}
