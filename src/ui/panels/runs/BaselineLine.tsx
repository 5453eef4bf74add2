/** What is pinned, what the column Difference says of it, and how to let go of it. */
import { baselineOf } from '../../../store/baseline.ts';
import { useActions, usePage } from '../../playground.ts';

export function BaselineLine() {
  const { setTable } = useActions();
  const baseline = usePage(baselineOf);
  if (!baseline) return null;
  const { name, accuracies } = baseline;
  return (
    <p className="remark baseline-line">
      Baseline: <b>{name}</b>.{' '}
      {accuracies.length === 0
        ? 'It has no test accuracy that counts yet.'
        : 'Difference: in points of test accuracy; below it, where both have two seeds or more, its 95 % interval (Welch). Of twenty such intervals one misses by chance.'}{' '}
      <button type="button" onClick={() => setTable({ baseline: undefined })}>
        Unpin
      </button>
    </p>
  );
}
