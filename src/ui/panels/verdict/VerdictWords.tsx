/**
 * What the seeds say at rest, in words: one headline in bold, or one a batch size, and what else is to be said. It is
 * there, empty, before its first words: screen readers read out what changes in a live region, not a new one.
 */
import { describeWarmUps } from '../../../spec/warmUp.ts';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { usePage } from '../../playground.ts';

/** @param judged whether nothing trains and there is something to judge */
export function VerdictWords({ judged }: { readonly judged: boolean }) {
  const verdict = usePage(verdictOfPage);
  const fewUpdates = usePage((state) => describeWarmUps(comparedRuns(state)));
  if (!judged || !verdict) return <div className="verdict-words" aria-live="polite" />;
  return (
    <div className="verdict-words" aria-live="polite">
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
