/** What the seeds say, in bold: which method is better, or how many more seeds it takes to tell. */
import { useState } from 'react';
import { STATISTICS_EXPLAINED } from '../../../results/statisticsExplained.ts';
import { FIELDS } from '../../../spec/fields.ts';
import { BATCH_2, QUICK } from '../../../spec/presets.ts';
import { comparedRuns } from '../../../store/comparedRuns.ts';
import { presetOf, selectedExperiment } from '../../../store/selectors.ts';
import { verdictOfPage } from '../../../store/verdict.ts';
import { useActions, usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';
import { VerdictWords } from './VerdictWords.tsx';

export function VerdictBanner() {
  const verdict = usePage(verdictOfPage);
  const batchMatters = usePage((state) =>
    comparedRuns(state).some(({ experiment }) => experiment.norm === 'batch'),
  );
  const { setTab, setInside } = useActions();
  const lookInside = (): void => {
    if (batchMatters) setInside({ view: 'batch-mates' });
    setTab('inside');
    const tab = document.getElementById('tab-inside');
    tab?.focus({ preventScroll: true });
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    tab?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
  };
  const [explained, setExplained] = useState(false);
  if (!verdict) return null;
  return (
    <div className="verdict">
      <VerdictWords />
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
