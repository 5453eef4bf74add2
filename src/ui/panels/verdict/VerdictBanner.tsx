/** What the seeds say, in bold: which method is better, or how many more seeds it takes to tell. */
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { cautionsOf } from '../../../report/cautions.ts';
import { STATISTICS_EXPLAINED } from '../../../results/statisticsExplained.ts';
import { FIELDS } from '../../../spec/fields.ts';
import { counted } from '../../../spec/numbers.ts';
import { BATCH_2, QUICK } from '../../../spec/presets.ts';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { resultOf } from '../../../store/run.ts';
import { presetOf, selectedExperiment } from '../../../store/selectors.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { useActions, usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';
import { useLookInside } from '../useLookInside.ts';

export function VerdictBanner({ judged }: { readonly judged: boolean }) {
  const verdict = usePage(verdictOfPage);
  const lookInside = useLookInside();
  const [explained, setExplained] = useState(false);
  return (
    <div className="verdict">
      <VerdictWords judged={judged} />
      {judged && verdict && (
        <div className="verdict-buttons">
          <button type="button" onClick={lookInside}>
            Why? Look inside
          </button>
          <OriginalNetwork />
          <MoreSeeds />
          <button type="button" onClick={() => setExplained(true)}>
            How this is decided
          </button>
        </div>
      )}
      {explained && (
        <Dialog title="How this is decided" onClose={() => setExplained(false)}>
          {STATISTICS_EXPLAINED.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </Dialog>
      )}
    </div>
  );
}

/** After the small network's comparison the same on the full one, trained at once. */
function OriginalNetwork() {
  const { choosePreset, train } = useActions();
  const quick = usePage((state) => presetOf(state) === QUICK);
  if (!quick) return null;
  const run = (): void => {
    choosePreset(BATCH_2.id);
    train();
  };
  return (
    <button type="button" className="primary" onClick={run}>
      Now the original network
    </button>
  );
}

/** Adds seeds to what is compared, and to what the form asks for. */
function MoreSeeds() {
  const { askForSeeds, trainAll } = useActions();
  const verdict = usePage(verdictOfPage);
  const base = usePage(selectedExperiment);
  // One thing at a time is the next: after the small network's comparison the original network.
  const quick = usePage((state) => presetOf(state) === QUICK);
  if (!verdict || verdict.further.length === 0) return null;
  const { further, missingSeeds } = verdict;
  const seeds = new Set(further.map(({ seed }) => seed)).size;
  const count = missingSeeds > 0 ? Math.min(missingSeeds, seeds) : seeds;
  const asked = 1 + Math.max(...further.map(({ seed }) => seed)) - base.seed;
  if (asked > FIELDS.repeats.max) return null;
  const run = (): void => {
    askForSeeds(asked);
    trainAll(further);
  };
  return (
    <button type="button" className={missingSeeds > 0 && !quick ? 'primary' : ''} onClick={run}>
      Run {counted(count, 'more seed')}
    </button>
  );
}

const MOST_HEADLINES = 6;
const MOST_DETAILS = 4;

/**
 * What the seeds say at rest, in words: one headline in bold, or one a batch size, and what else is to be said. It is
 * there, empty, before its first words: screen readers read out what changes in a live region, not a new one.
 * @param judged whether nothing trains and there is something to judge
 */
export function VerdictWords({ judged }: { readonly judged: boolean }) {
  const verdict = usePage(verdictOfPage);
  const runs = usePage(useShallow(comparedRuns));
  const cautions = useMemo(() => cautionsOf(runs.map(resultOf)), [runs]);
  if (!judged || !verdict) return <div className="verdict-words" aria-live="polite" />;
  const { headlines } = verdict;
  const details = [...new Set(verdict.details)];
  // A sweep has more to say than a banner has room for.
  const [firstHeadlines, firstDetails] = [headlines.slice(0, MOST_HEADLINES), details.slice(0, MOST_DETAILS)];
  const more = [...headlines.slice(MOST_HEADLINES), ...details.slice(MOST_DETAILS)];
  return (
    <div className="verdict-words" aria-live="polite">
      {firstHeadlines.map((sentence) => (
        <p key={sentence} className="headline">
          {sentence}
        </p>
      ))}
      {firstDetails.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {more.length > 0 && (
        <details aria-live="off">
          <summary>{counted(more.length, 'more sentence')}</summary>
          {more.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </details>
      )}
      {cautions.map((sentence) => (
        <p key={sentence} className="caution">
          {sentence}
        </p>
      ))}
    </div>
  );
}
