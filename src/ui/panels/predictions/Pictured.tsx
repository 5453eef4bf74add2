/** Guesses with the images that they are about: a few at once, the others at a press. */
import { type ReactNode, useMemo, useState } from 'react';
import type { Guess } from '../../../inspection/question.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { AnswerProgress } from '../inside/AnswerProgress.tsx';
import { useAnswer } from '../useAnswer.ts';
import { useSpec } from '../useSpec.ts';
import { GuessList } from './GuessList.tsx';

interface PicturedProps {
  /** Whose data set the images are of. */
  readonly run: RunId;
  /** What the list holds, for screen readers. */
  readonly label: string;
  readonly guesses: readonly (Guess & { readonly note?: ReactNode })[];
  /** Of how many these are the first. */
  readonly count: number;
  /** What comes first, where not all are shown: 'that it was most sure of'. */
  readonly which: ReactNode;
}

/** Shown at once. */
const FIRST = 15;

export function Pictured({ run, label, guesses, count, which }: PicturedProps) {
  const rows = guesses.map(({ row }) => row).join();
  const question = useMemo(
    () =>
      rows === ''
        ? undefined
        : ({ kind: 'pictures', split: 'test', rows: rows.split(',').map(Number) } as const),
    [rows],
  );
  const asked = useAnswer<'pictures'>(run, question);
  const spec = useSpec(run);
  const pictures = asked?.answer?.answer.pictures;
  // The rows that were asked for all: others show their first few again.
  const [whole, setWhole] = useState<string>();
  const shown = whole === rows ? guesses : guesses.slice(0, FIRST);
  if (rows === '') return null;
  return (
    <>
      {count > shown.length && (
        <p className="remark">
          The {shown.length} {which}
        </p>
      )}
      {pictures ? (
        <GuessList
          label={label}
          spec={spec}
          guesses={shown.map((guess, i) => ({ ...guess, pixels: pictures[i]?.pixels }))}
        />
      ) : (
        <AnswerProgress asked={asked} what="Fetching the images" />
      )}
      {shown.length < guesses.length && (
        <button type="button" className="more" onClick={() => setWhole(rows)}>
          Show {guesses.length - shown.length} more
        </button>
      )}
    </>
  );
}
