/** One run in the table. The numbers follow the store at most four times a second; the rest only when it changes. */
import type { RunRecord } from '../../store/run.ts';
import { isActive } from '../../store/run.ts';
import { findRun } from '../../store/selectors.ts';
import { formatRate, formatSeconds } from '../../store/status.ts';
import { secondsLeft } from '../../store/timeLeft.ts';
import { useThrottled } from '../playground.ts';
import { RunActions } from './RunActions.tsx';
import { RunName } from './RunName.tsx';
import { RunProgress } from './RunProgress.tsx';

const NUMBERS_MS = 250;

export function RunRow({ id }: { readonly id: string }) {
  const run = useThrottled((state) => findRun(state, id), NUMBERS_MS);
  if (!run) return null;
  const { experiment, points, history, status } = run;
  return (
    <tr className={run.visible ? '' : 'hidden-run'}>
      <th scope="row" data-label="Run">
        <RunName id={id} />
      </th>
      <td data-label="Batch">{experiment.batch}</td>
      <td data-label="Progress" className="progress-cell">
        <RunProgress run={run} />
      </td>
      <td data-label="Train acc.">{fraction(recentAccuracy(points))}</td>
      <td data-label="Val acc.">{fraction(history.at(-1)?.val_acc)}</td>
      <td data-label="Test acc.">{status.kind === 'finished' ? <b>{fraction(status.test.acc)}</b> : '–'}</td>
      <td data-label="Images/s">{rate(run)}</td>
      <td data-label="Left">
        <TimeLeft run={run} />
      </td>
      <td className="actions">
        <RunActions id={id} />
      </td>
    </tr>
  );
}

const fraction = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));

/** Over the latest tenth of the curve: one window of a small batch is noise. */
function recentAccuracy(points: RunRecord['points']): number | undefined {
  const recent = points.slice(-Math.max(1, Math.ceil(points.length / 10)));
  const from = points.at(-recent.length - 1)?.images ?? 0;
  const to = recent.at(-1)?.images ?? 0;
  let before = from;
  let correct = 0;
  for (const { images, acc } of recent) {
    correct += acc * (images - before);
    before = images;
  }
  return to > from ? correct / (to - from) : undefined;
}

function rate({ progress }: RunRecord): string {
  return progress && progress.imagesPerSecond > 0 ? formatRate(progress.imagesPerSecond) : '–';
}

function TimeLeft({ run }: { readonly run: RunRecord }) {
  const left = useThrottled((state) => secondsLeft(run, state), NUMBERS_MS);
  return isActive(run) && left !== undefined ? formatSeconds(left) : '–';
}
