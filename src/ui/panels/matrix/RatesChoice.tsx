/** Whether the table searches a learning rate for each cell before it is judged, and among which. */
import { useId } from 'react';
import { USUAL_RATES, variesRate } from '../../../spec/matrix.ts';
import { plain } from '../../../spec/numbers.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { useActions, usePage } from '../../playground.ts';
import { ValueBoxes } from './ValueBoxes.tsx';

export function RatesChoice() {
  const id = useId();
  const { setRates } = useActions();
  const matrix = usePage((state) => state.matrix);
  const own = usePage((state) => selectedExperiment(state).lr);
  const { rates } = matrix;
  if (variesRate(matrix)) return null;
  const words = rates
    ? `searched for each cell among ${rates.map(plain).join(', ')}`
    : `${plain(own)} for all`;
  const toggle = (lr: number): void => {
    const others = rates?.filter((rate) => rate !== lr) ?? [];
    setRates(others.length === rates?.length ? [...others, lr].sort((a, b) => a - b) : others);
  };
  return (
    <details className="choice rates">
      <summary>
        <span className="label">Learning rate</span> {words}
      </summary>
      <div className="choice-box">
        <label className="search-rates" htmlFor={id}>
          <input
            id={id}
            type="checkbox"
            checked={rates !== undefined}
            onChange={() => setRates(rates ? undefined : USUAL_RATES)}
          />
          Search it for each cell first
        </label>
        <p className="remark">
          A norm that is judged at another norm’s learning rate is judged wrongly. Each rate is tried once,
          under the first seed; the one with the best validation accuracy at the end is used for all seeds.
        </p>
        {rates && (
          <ValueBoxes
            setting="lr"
            values={rates.map((lr) => ({ lr }))}
            what="learning rates"
            fewest={2}
            onToggle={({ lr }) => lr !== undefined && toggle(lr)}
          />
        )}
      </div>
    </details>
  );
}
