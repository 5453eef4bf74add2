/** Which methods are in the table: every norm, with each way to treat weights. */
import { NORMS, WEIGHTS } from '../../../spec/experiment.ts';
import { FIELDS } from '../../../spec/fields.ts';
import { type Axis, methodKey, type Side, valueKey } from '../../../spec/matrix.ts';
import { normNamed } from '../../../spec/norms/norms.ts';
import { useActions } from '../../playground.ts';

/** In the order of the page, where the simpler one comes first. */
const COLUMNS = ['plain', ...WEIGHTS.filter((weights) => weights !== 'plain')] as const;

/** 'WS' of 'Standardized (WS)': there are many rows, so that each has to be a line. */
const abbreviated = (name: string): string => /\((\w+)\)$/.exec(name)?.[1] ?? name;

interface MethodBoxesProps {
  readonly side: Side;
  readonly axis: Axis;
}

export function MethodBoxes({ side, axis }: MethodBoxesProps) {
  const { toggleValue } = useActions();
  const there = new Set(axis.values.map(valueKey));
  return (
    <table className="methods" aria-label="Norm and weights">
      <thead>
        <tr>
          <td />
          {COLUMNS.map((weights) => (
            <th key={weights} scope="col" title={FIELDS.weights.names[weights]}>
              {abbreviated(FIELDS.weights.names[weights])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {NORMS.map((norm) => (
          <tr key={norm}>
            <th scope="row" title={FIELDS.norm.names[norm]}>
              {normNamed(norm)?.words.plain ?? FIELDS.norm.names[norm]}
            </th>
            {COLUMNS.map((weights) => {
              const chosen = there.has(methodKey({ norm, weights }));
              return (
                <td key={weights}>
                  <label>
                    <input
                      type="checkbox"
                      checked={chosen}
                      // The table keeps one at least.
                      disabled={chosen && there.size === 1}
                      aria-label={`${FIELDS.norm.names[norm]}, ${FIELDS.weights.names[weights].toLowerCase()}`}
                      onChange={() => toggleValue(side, { norm, weights })}
                    />
                  </label>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
