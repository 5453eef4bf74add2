/** Test images with what they are, what they were taken for, and how sure the network was. */

import type { ReactNode } from 'react';
import type { Guess } from '../../../inspection/question.ts';
import { PixelImage } from '../PixelImage.tsx';
import { className, pictureName } from '../pictureName.ts';
import { probabilityWords } from './guessWords.ts';

interface GuessListProps {
  /** What the list holds, for screen readers. */
  readonly label: string;
  readonly guesses: readonly (Guess & {
    readonly pixels: Uint8Array | undefined;
    /** Said below. */
    readonly note?: ReactNode;
  })[];
}

/** Width and height of an image, in CSS pixels. */
const SIZE = 56;

export function GuessList({ label, guesses }: GuessListProps) {
  return (
    <ul className="guesses" aria-label={label}>
      {guesses.map(({ pixels, note, ...guess }) => (
        <li key={guess.row}>
          {pixels && (
            <PixelImage pixels={pixels} label={pictureName({ split: 'test', ...guess })} size={SIZE} />
          )}
          <p>
            <b>{className(guess.label)},</b>{' '}
            {guess.label === guess.predicted ? 'recognized,' : `taken for ${className(guess.predicted)},`}{' '}
            <span className="probability">{probabilityWords(guess.probability)}</span>
          </p>
          {note && <p className="guess-note">{note}</p>}
        </li>
      ))}
    </ul>
  );
}
