/** The chart in words, for those who cannot see it: each line's latest values. Not read out unasked. */
import type { Metric } from '../../curves/curveRun.ts';
import { latestOf } from '../../curves/latest.ts';
import { linesOf } from '../../curves/lines.ts';
import { useThrottled } from '../playground.ts';
import { charted } from './board.ts';

const TEXT_MS = 3000;
const WORD = { acc: 'accuracy', loss: 'loss' } as const;

export function LatestValues({ metric }: { readonly metric: Metric }) {
  const sentences = useThrottled(({ runs, view }) => {
    const visible = charted(runs).filter((run) => run.visible && run.points.length > 0);
    return linesOf(visible, view.seeds)
      .map((line) => latestOf(line, metric, WORD[metric]))
      .join('\n');
  }, TEXT_MS);
  return (
    <ul className="visually-hidden" aria-label={`Latest ${WORD[metric]}`}>
      {sentences !== '' && sentences.split('\n').map((sentence) => <li key={sentence}>{sentence}</li>)}
    </ul>
  );
}
