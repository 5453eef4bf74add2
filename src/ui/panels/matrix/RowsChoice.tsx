/** Which methods are rows: every norm, with plain and with standardized weights. */
import { methodName } from '../../../spec/describe.ts';
import { NORMS, type Norm, WEIGHTS, type Weights } from '../../../spec/experiment.ts';
import { FIELDS } from '../../../spec/fields.ts';
import { cellExperiment, type Matrix, methodKey } from '../../../spec/matrix.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { useActions, usePage } from '../../playground.ts';

/** In the order of the page, where the simpler one comes first. */
const COLUMNS = [...WEIGHTS].reverse();

export function RowsChoice() {
  const matrix = usePage((state) => state.matrix);
  const base = usePage(selectedExperiment);
  const names = matrix.methods.map((method) => methodName(cellExperiment(base, method, 1)));
  return (
    <details className="choice">
      <summary>
        <span className="label">Rows</span> {names.join(', ')}
      </summary>
      <div className="choice-box">
        <table className="methods" aria-label="Rows">
          <thead>
            <tr>
              <td />
              {COLUMNS.map((weights) => (
                <th key={weights} scope="col">
                  {FIELDS.weights.names[weights]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {NORMS.map((norm) => (
              <tr key={norm}>
                <th scope="row">{FIELDS.norm.names[norm]}</th>
                {COLUMNS.map((weights) => (
                  <td key={weights}>
                    <MethodBox norm={norm} weights={weights} matrix={matrix} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface MethodBoxProps {
  readonly norm: Norm;
  readonly weights: Weights;
  readonly matrix: Matrix;
}

function MethodBox({ norm, weights, matrix }: MethodBoxProps) {
  const { toggleMethod } = useActions();
  const method = { norm, weights };
  const chosen = matrix.methods.some((other) => methodKey(other) === methodKey(method));
  return (
    <label>
      <input
        type="checkbox"
        checked={chosen}
        // The table keeps one row at least.
        disabled={chosen && matrix.methods.length === 1}
        aria-label={`${FIELDS.norm.names[norm]}, ${FIELDS.weights.names[weights].toLowerCase()}`}
        onChange={() => toggleMethod(method)}
      />
    </label>
  );
}
