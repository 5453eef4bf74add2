/** The original study, point by point: what it says, what its code did, what we measure, and a button to see it. */
import { STUDY } from '../../../../spec/study.ts';
import { ClaimCard } from './ClaimCard.tsx';
import { CLAIMS } from './claims.ts';
import { describeSource } from './measured.ts';
import { useStudyFile } from './useStudyFile.ts';

export function Study() {
  const figures = useStudyFile();
  return (
    <>
      <p className="lesson-text">
        ‘{STUDY.title}’ ({STUDY.authors}, 2019) held BN against GN with WS. Its code and stored histories,
        read line by line, tell another story in five places. Each button sets up runs that show it.
      </p>
      <ol className="claims">
        {CLAIMS.map((claim) => (
          <ClaimCard key={claim.id} claim={claim} figures={figures} />
        ))}
      </ol>
      <div className="study-source">
        {figures.kind === 'there' && (
          <p>
            {describeSource(figures.file)} Dots are seeds, the bar is their mean, the diamond what the study
            published. <code>npm run reproduce</code> measures them again.
          </p>
        )}
        {figures.kind === 'missing' && (
          <p>
            The measured numbers are missing: {figures.why}. <code>npm run reproduce</code> makes them.
          </p>
        )}
      </div>
    </>
  );
}
