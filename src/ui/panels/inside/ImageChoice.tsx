/** The choice of a test image: by its number, or the next one, with the picture once it is known. */
import { useId } from 'react';
import { SPLIT_SIZES } from '../../../data/dataSet.ts';
import type { Picture } from '../../../inspection/question.ts';
import { PixelImage } from '../PixelImage.tsx';
import { className, pictureName } from '../pictureName.ts';
import { anotherRow, rowOf } from './testRow.ts';

interface ImageChoiceProps {
  readonly row: number;
  readonly onRow: (row: number) => void;
  readonly picture: Picture | undefined;
}

export function ImageChoice({ row, onRow, picture }: ImageChoiceProps) {
  const id = useId();
  return (
    <div className="image-choice">
      <div className="image-choice-picture">
        {picture?.row === row && (
          <PixelImage pixels={picture.pixels} label={pictureName(picture)} size={64} />
        )}
      </div>
      <div className="view-field">
        <label htmlFor={id}>Test image</label>
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          max={SPLIT_SIZES.test - 1}
          step={1}
          value={row}
          onChange={(event) => onRow(rowOf(event.target.value))}
        />
      </div>
      <button type="button" onClick={() => onRow(anotherRow(row))}>
        Another image
      </button>
      <p className="remark" aria-hidden="true">
        {picture?.row === row ? className(picture.label) : ''}
      </p>
    </div>
  );
}
