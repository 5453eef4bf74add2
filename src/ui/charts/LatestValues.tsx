/** The chart in words, for those who cannot see it: each run's latest values. Not read out unasked. */

import type { RunRecord } from '../../store/run.ts';
import { useThrottled } from '../playground.ts';
import type { Metric } from './curves.ts';

const TEXT_MS = 3000;
const WORD = { acc: 'accuracy', loss: 'loss' } as const;

export function LatestValues({ metric }: { readonly metric: Metric }) {
  const sentences = useThrottled(
    ({ runs }) =>
      runs
        .filter((run) => run.visible && run.points.length > 0)
        .map((run) => describe(run, metric))
        .join('\n'),
    TEXT_MS,
  );
  return (
    <ul className="visually-hidden" aria-label={`Latest ${WORD[metric]}`}>
      {sentences !== '' && sentences.split('\n').map((sentence) => <li key={sentence}>{sentence}</li>)}
    </ul>
  );
}

function describe(run: RunRecord, metric: Metric): string {
  const point = run.points.at(-1);
  const epoch = run.history.at(-1);
  const images = (point?.images ?? 0).toLocaleString('en-US');
  const training = `${run.name}: training ${WORD[metric]} ${point?.[metric].toFixed(3)} after ${images} images`;
  if (!epoch) return `${training}.`;
  return `${training}, validation ${WORD[metric]} ${epoch[`val_${metric}`].toFixed(3)} after epoch ${epoch.epoch}.`;
}
