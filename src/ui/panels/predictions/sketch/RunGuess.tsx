/** One run's probabilities for the picture; the last ones stay until those of the next picture are there. */
import { useEffect, useId, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Question } from '../../../../inspection/question.ts';
import { className, type DataSpec } from '../../../../spec/dataSpec.ts';
import { askId } from '../../../../store/asked.ts';
import { findRun } from '../../../../store/selectors.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { LineSample } from '../../../charts/LineSample.tsx';
import { usePage } from '../../../playground.ts';
import { distinctNames } from '../../pictureName.ts';
import { useAnswer } from '../../useAnswer.ts';
import { useSpec } from '../../useSpec.ts';
import { probabilityWords } from '../guessWords.ts';
import { listedClasses } from '../mixups.ts';

interface RunGuessProps {
  readonly run: RunId;
  /** undefined while nothing is drawn. */
  readonly question: Extract<Question, { readonly kind: 'classification' }> | undefined;
}

export function RunGuess({ run, question }: RunGuessProps) {
  const heading = useId();
  const { name, colour } = usePage(
    useShallow((state) => {
      const record = findRun(state, run);
      return { name: record?.name ?? '', colour: record?.colour ?? 0 };
    }),
  );
  // The first answer is waited for; after that a run that trains is asked again now and then.
  const known = usePage((state) => question && state.asked[askId(run, question)]?.answer !== undefined);
  const asked = useAnswer<'classification'>(run, question, { live: known === true });
  const spec = useSpec(run);
  const probabilities = useKept(asked?.answer?.answer.probabilities, question !== undefined);
  return (
    <section className="run-guess" aria-labelledby={heading}>
      <h4 id={heading}>
        <LineSample colour={colour} split="train" /> <span>{name}</span>
      </h4>
      {asked?.status.kind === 'unanswered' ? (
        <p className="problem">{asked.status.why}</p>
      ) : (
        <Bars spec={spec} probabilities={probabilities} />
      )}
    </section>
  );
}

interface BarsProps {
  readonly spec: DataSpec | undefined;
  readonly probabilities: Float32Array | undefined;
}

function Bars({ spec, probabilities }: BarsProps) {
  const shares = Array.from(probabilities ?? spec?.classes.map(() => Number.NaN) ?? []);
  const names = spec ? distinctNames(spec) : [];
  const most = shares.indexOf(Math.max(...shares));
  const listed = listedClasses(shares);
  return (
    <>
      <p className="run-says">
        {most >= 0 ? `${className(spec, most)}, ${probabilityWords(shares[most] ?? Number.NaN)}` : '–'}
      </p>
      <ul>
        {listed.map((label) => (
          <li key={names[label]} className={label === most ? 'most' : undefined}>
            <span className="class">{className(spec, label)}</span>
            <span className="bar" aria-hidden="true">
              <span style={{ width: `${100 * (shares[label] || 0)}%` }} />
            </span>
            <span className="probability">{probabilityWords(shares[label] ?? Number.NaN)}</span>
          </li>
        ))}
      </ul>
      {listed.length < shares.length && (
        <p className="remark">and {shares.length - listed.length} other classes</p>
      )}
    </>
  );
}

/** The last value that was there; nothing once it is not wanted any more. */
function useKept<T>(value: T | undefined, wanted: boolean): T | undefined {
  const [kept, setKept] = useState(value);
  useEffect(() => {
    if (value !== undefined || !wanted) setKept(value);
  }, [value, wanted]);
  return wanted ? (value ?? kept) : undefined;
}
