/** What the seeds say, in words: one headline in bold, or one a batch size, and what else is to be said. */
import { describeWarmUps } from '../../../spec/warmUp.ts';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { usePage } from '../../playground.ts';

export function VerdictWords() {
  const verdict = usePage(verdictOfPage);
  const fewUpdates = usePage((state) => describeWarmUps(comparedRuns(state)));
  if (!verdict) return null;
  return (
    <div className="verdict-words">
      {verdict.headlines.map((sentence) => (
        <p key={sentence} className="headline">
          {sentence}
        </p>
      ))}
      {verdict.details.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {fewUpdates && <p className="caution">{fewUpdates}</p>}
    </div>
  );
}
