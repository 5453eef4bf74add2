/**
 * What the seeds say at rest, in words: one headline in bold, or one a batch size, and what else is to be said. It is
 * there, empty, before its first words: screen readers read out what changes in a live region, not a new one.
 */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { pageCautions } from '../../pageCautions.ts';
import { usePage } from '../../playground.ts';

/** @param judged whether nothing trains and there is something to judge */
export function VerdictWords({ judged }: { readonly judged: boolean }) {
  const verdict = usePage(verdictOfPage);
  const runs = usePage(useShallow(comparedRuns));
  const cautions = useMemo(() => pageCautions(runs), [runs]);
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
      {cautions.map((sentence) => (
        <p key={sentence} className="caution">
          {sentence}
        </p>
      ))}
    </div>
  );
}
