/** One claim of the study with what its code did, our numbers, and the way to see it. */
import { describeSetting, listOf, methodName } from '../../../../spec/describe.ts';
import { useActions } from '../../../playground.ts';
import type { Claim } from './claims.ts';
import { MeasuredTable } from './MeasuredTable.tsx';
import { describeFewUpdates, measuredRows } from './measured.ts';
import type { StudyFigures } from './useStudyFile.ts';

interface ClaimCardProps {
  readonly claim: Claim;
  readonly figures: StudyFigures;
}

export function ClaimCard({ claim, figures }: ClaimCardProps) {
  const { title, said, found, look, comparison } = claim;
  const file = figures.kind === 'there' ? figures.file : undefined;
  const rows = file ? measuredRows(file, claim) : [];
  const fewUpdates = file && describeFewUpdates(file, claim);
  const setUp = useSetUp(claim);
  return (
    <li>
      <h4>{title}</h4>
      <div className="lesson-halves">
        <div>
          <p>
            <b>The study:</b> {said}
          </p>
          <p>
            <b>Its code:</b> {found}
          </p>
          <div className="learn-buttons">
            <button type="button" onClick={setUp}>
              Load {nameOf(comparison)}
            </button>
            {claim.id === 'two-faces' && <TwoFacesButton />}
          </div>
        </div>
        <div>
          <p>{look}</p>
          {rows.length > 0 && <MeasuredTable caption={`Accuracy measured: ${title}`} rows={rows} />}
          {figures.kind === 'loading' && <p className="remark">Loading the measured numbers …</p>}
          {file && rows.length === 0 && <p className="remark">The results file has no numbers for this.</p>}
          {fewUpdates && <p className="remark">{fewUpdates}</p>}
        </div>
      </div>
    </li>
  );
}

/** 'GN(32) and GN(32)+WS at batch 2' */
function nameOf(comparison: Claim['comparison']): string {
  const [first] = comparison;
  const seeds = first.repeats > 1 ? `, ${first.repeats} seeds each` : '';
  return `${listOf(comparison.map(methodName))} at ${describeSetting(first, 'batch')}${seeds}`;
}

function useSetUp({ comparison }: Claim): () => void {
  const { compare, setTab, notify } = useActions();
  return () => {
    compare(comparison);
    setTab('runs');
    notify(`${nameOf(comparison)} are set up: Train runs them.`);
    document.getElementById('tab-runs')?.focus({ preventScroll: true });
    requestAnimationFrame(() => document.querySelector('.notices')?.scrollIntoView({ block: 'center' }));
  };
}

function TwoFacesButton() {
  const { setInside, setTab } = useActions();
  const open = (): void => {
    setInside({ view: 'faces' });
    setTab('inside');
    document.getElementById('tab-inside')?.focus();
  };
  return (
    <button type="button" onClick={open}>
      Open BN's two faces
    </button>
  );
}
