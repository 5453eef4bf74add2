/** The choice of a test image: by its number, or the next one, with the picture once it is known. */
import { useId } from 'react';
import type { Picture } from '../../../inspection/question.ts';
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import { PixelImage } from '../PixelImage.tsx';
import { pictureName } from '../pictureName.ts';

interface ImageChoiceProps {
  /** Of the data set that the image is of. */
  readonly spec: DataSpec | undefined;
  readonly row: number;
  readonly onRow: (row: number) => void;
  readonly picture: Picture | undefined;
}

export function ImageChoice({ spec, row, onRow, picture }: ImageChoiceProps) {
  const id = useId();
  const rows = spec?.counts.test ?? 1;
  return (
    <div className="image-choice">
      <div className="image-choice-picture">
        {picture?.row === row && (
          <PixelImage
            pixels={picture.pixels}
            shape={picture.shape}
            label={pictureName(picture, spec)}
            size={64}
          />
        )}
      </div>
      <div className="view-field">
        <label htmlFor={id}>Test image</label>
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          max={rows - 1}
          step={1}
          value={row}
          onChange={(event) => onRow(rowOf(event.target.value, rows))}
        />
      </div>
      <button type="button" onClick={() => onRow(anotherRow(row, rows))}>
        Another image
      </button>
      <p className="remark" aria-hidden="true">
        {picture?.row === row ? className(spec, picture.label) : ''}
      </p>
    </div>
  );
}

/** A prime that divides hardly any split: the walk comes past every image, of all classes in turn. */
const STRIDE = 1237;

/** The row that a text names, within the split; 0 for what is no number. */
export function rowOf(text: string, rows: number): number {
  const number = Math.floor(Number(text));
  return Number.isFinite(number) ? Math.max(0, Math.min(rows - 1, number)) : 0;
}

export const anotherRow = (row: number, rows: number): number =>
  (row + (rows % STRIDE === 0 ? 1 : STRIDE)) % rows;
