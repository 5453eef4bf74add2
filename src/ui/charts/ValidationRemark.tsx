/** Below the charts: why the validation of a run that is shown lies above its training curve, or what it is worth. */
import { describeValidation } from '../../curves/validationGap.ts';
import { useThrottled } from '../playground.ts';

/** It changes with an epoch. */
const REMARK_MS = 1000;

export function ValidationRemark() {
  const remark = useThrottled(
    ({ runs, view }) =>
      view.split === 'train' ? '' : describeValidation(runs.filter(({ visible }) => visible)).join(' '),
    REMARK_MS,
  );
  return remark === '' ? null : <p className="remark">{remark}</p>;
}
