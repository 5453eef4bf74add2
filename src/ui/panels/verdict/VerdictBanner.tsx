/** What the seeds say, in bold: which method is better, or how many more seeds it takes to tell. */
import { useState } from 'react';
import { STATISTICS_EXPLAINED } from '../../../results/statisticsExplained.ts';
import { FIELDS } from '../../../spec/fields.ts';
import { describeWarmUps } from '../../../spec/warmUp.ts';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { useActions, usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';

export function VerdictBanner() {
  const verdict = usePage(verdictOfPage);
  const fewUpdates = usePage((state) => describeWarmUps(comparedRuns(state)));
  const { setTab } = useActions();
  const lookInside = (): void => {
    setTab('inside');
    document.getElementById('tab-inside')?.focus();
  };
  const [explained, setExplained] = useState(false);
  if (!verdict) return null;
  const { headlines, details } = verdict;
  return (
    <div className="verdict">
      <div className="verdict-words">
        {headlines.map((sentence) => (
          <p key={sentence} className="headline">
            {sentence}
          </p>
        ))}
        {details.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {fewUpdates && <p className="caution">{fewUpdates}</p>}
      </div>
      <div className="verdict-buttons">
        <button type="button" onClick={lookInside}>
          Why? Look inside
        </button>
        <MoreSeeds />
        <button type="button" onClick={() => setExplained(true)}>
          How this is decided
        </button>
      </div>
      {explained && (
        <Dialog title="How this is decided" onClose={() => setExplained(false)}>
          {(close) => (
            <>
              {STATISTICS_EXPLAINED.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
              <div className="dialog-buttons">
                <button type="button" onClick={close}>
                  Close
                </button>
              </div>
            </>
          )}
        </Dialog>
      )}
    </div>
  );
}

/** Adds seeds to what is compared, and to what the form asks for. */
function MoreSeeds() {
  const { askForSeeds, trainAll } = useActions();
  const verdict = usePage(verdictOfPage);
  const base = usePage(selectedExperiment);
  if (!verdict || verdict.further.length === 0) return null;
  const { further, missingSeeds } = verdict;
  const count = missingSeeds > 0 ? missingSeeds : new Set(further.map(({ seed }) => seed)).size;
  const asked = 1 + Math.max(...further.map(({ seed }) => seed)) - base.seed;
  if (asked > FIELDS.repeats.max) return null;
  const run = (): void => {
    askForSeeds(asked);
    trainAll(further);
  };
  return (
    <button type="button" className={missingSeeds > 0 ? 'primary' : ''} onClick={run}>
      Run {count} more {count === 1 ? 'seed' : 'seeds'}
    </button>
  );
}
