/** The heat map: the test accuracy of each cell. A cell shows its curves in the charts above. */

import { matrixTitle } from '../../../spec/matrix.ts';
import { counted, percent } from '../../../spec/numbers.ts';
import { accuracyRange, type Cell, type MatrixRow, matrixRows } from '../../../store/cells.ts';
import { useActions, usePage, usePlayground, useThrottled } from '../../playground.ts';
import { cellName } from './cellWords.ts';
import { heatColour } from './heat.ts';
import { MatrixCell } from './MatrixCell.tsx';

const CELLS_MS = 250;

export function MatrixTable() {
  const rows = useThrottled(matrixRows, CELLS_MS);
  const title = usePage((state) => matrixTitle(state.matrix));
  const range = accuracyRange(rows);
  const [first] = rows;
  const open = rows.flatMap(({ cells }) => cells).find((cell) => cell.open);
  return (
    <>
      <ShownLine open={open} />
      <div className="matrix-scroll">
        <table aria-label={title} className="matrix-table">
          <thead>
            <tr>
              <th scope="col">Test accuracy, %</th>
              {first?.cells.map(({ id, column }) => (
                <th key={id} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} range={range} />
            ))}
          </tbody>
        </table>
      </div>
      {range && <Legend range={range} />}
    </>
  );
}

type Range = readonly [low: number, high: number];

function Row({ row, range }: { readonly row: MatrixRow; readonly range: Range | undefined }) {
  const [first] = row.cells;
  return (
    <tr>
      <th scope="row">{first?.row}</th>
      {row.cells.map((cell) => (
        <MatrixCell key={cell.id} cell={cell} range={range} />
      ))}
    </tr>
  );
}

/** What the charts show, where that is not everything. */
function ShownLine({ open }: { readonly open: Cell | undefined }) {
  const { store } = usePlayground();
  const { setRunVisible } = useActions();
  const hidden = usePage((state) => state.runs.filter(({ visible }) => !visible).length);
  const showAll = (): void => {
    for (const { id, visible } of store.getState().runs) if (!visible) setRunVisible(id, true);
  };
  if (hidden === 0) return null;
  const what = open ? `only ${cellName(open)}` : `${counted(hidden, 'run is', 'runs are')} hidden`;
  return (
    <p className="shown-line">
      In the charts: {what}.{' '}
      <button type="button" onClick={showAll}>
        Show all
      </button>
    </p>
  );
}

const STEPS = [0, 0.25, 0.5, 0.75, 1] as const;

function Legend({ range: [low, high] }: { readonly range: Range }) {
  if (low === high) return null;
  return (
    <p className="heat-legend">
      {percent(low)}
      <span className="heat-steps" aria-hidden="true">
        {STEPS.map((share) => (
          <span key={share} style={{ background: heatColour(share) }} />
        ))}
      </span>
      {percent(high)} · mean ± standard deviation over seeds
    </p>
  );
}
