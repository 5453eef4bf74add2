/** What the seeds say, in words: one headline in bold, or one a batch size, and what else is to be said. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { cautionsOf } from '../../cautions.ts';
import { usePage } from '../../playground.ts';

export function VerdictWords() {
  const verdict = usePage(verdictOfPage);
  const runs = usePage(useShallow(comparedRuns));
  const cautions = useMemo(() => cautionsOf(runs), [runs]);
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
      {cautions.map((sentence) => (
        <p key={sentence} className="caution">
          {sentence}
        </p>
      ))}
    </div>
  );
}
