/** Test images with what they are, what they were taken for, and how sure the network was. */

import type { ReactNode } from 'react';
import type { Guess } from '../../../inspection/question.ts';
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import { PixelImage } from '../PixelImage.tsx';
import { pictureName } from '../pictureName.ts';
import { probabilityWords } from './guessWords.ts';

interface GuessListProps {
  /** What the list holds, for screen readers. */
  readonly label: string;
  readonly spec: DataSpec | undefined;
  readonly guesses: readonly (Guess & {
    readonly pixels: Uint8Array | undefined;
    /** Said below. */
    readonly note?: ReactNode;
  })[];
}

/** Width and height of an image, in CSS pixels. */
const SIZE = 56;

export function GuessList({ label, spec, guesses }: GuessListProps) {
  return (
    <ul className="guesses" aria-label={label}>
      {guesses.map(({ pixels, note, ...guess }) => (
        <li key={guess.row}>
          {pixels && spec && (
            <PixelImage
              pixels={pixels}
              shape={spec.shape}
              label={pictureName({ split: 'test', ...guess }, spec)}
              size={SIZE}
            />
          )}
          <p>
            <b>{className(spec, guess.label)},</b>{' '}
            {guess.label === guess.predicted
              ? 'recognized,'
              : `taken for ${className(spec, guess.predicted)},`}{' '}
            <span className="probability">{probabilityWords(guess.probability)}</span>
          </p>
          {note && <p className="guess-note">{note}</p>}
        </li>
      ))}
    </ul>
  );
}
