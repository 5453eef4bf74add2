/** What is to become of the images: the set's name, their size and colours, and how the files are read. */
import { useId } from 'react';
import { SIDES } from '../../../import/describe.ts';
import type { Packing } from '../../../import/pack.ts';
import { LIMITS } from '../../../import/refusal.ts';
import type { Reading } from '../../../import/sample.ts';
import type { Survey } from '../../../import/survey.ts';
import { grouped } from '../../../spec/numbers.ts';

interface PackingFieldsProps {
  readonly survey: Survey;
  readonly name: string;
  readonly packing: Packing;
  readonly reading: Reading;
  readonly onName: (name: string) => void;
  readonly onPacking: (packing: Packing) => void;
  readonly onReading: (reading: Reading) => void;
}

/** What EMNIST is read as where nobody chooses. */
const TRANSPOSED = true;

export function PackingFields({ survey, name, packing, reading, ...on }: PackingFieldsProps) {
  const { given, sizes, colour, offers } = survey;
  const id = useId();
  const sides = sidesOf(survey);
  const { width, height, channels, fitting, withoutRepeats } = packing;
  const shapes = sizes.some((size) => size.width * height !== size.height * width);
  return (
    <div className="fields">
      <div className="field">
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          type="text"
          required
          maxLength={40}
          value={name}
          onChange={(event) => on.onName(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-size`}>Size</label>
        <select
          id={`${id}-size`}
          value={`${width}×${height}`}
          onChange={({ target: { value } }) => {
            const side = sides.find((each) => sizeName(each) === value);
            if (side) on.onPacking({ ...packing, ...side });
          }}
        >
          {sides.map((side) => (
            <option key={sizeName(side)} value={sizeName(side)}>
              {side.width} × {side.height} pixels
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-colour`}>Colours</label>
        <select
          id={`${id}-colour`}
          value={channels}
          onChange={(event) => on.onPacking({ ...packing, channels: event.target.value === '3' ? 3 : 1 })}
        >
          <option value={1}>Grey</option>
          <option value={3}>{colour ? 'Colour' : 'Colour (these are grey)'}</option>
        </select>
      </div>
      {shapes && (
        <div className="field">
          <label htmlFor={`${id}-fit`}>Other shapes</label>
          <select
            id={`${id}-fit`}
            value={fitting}
            onChange={(event) =>
              on.onPacking({ ...packing, fitting: event.target.value === 'crop' ? 'crop' : 'fit' })
            }
          >
            <option value="fit">Whole, edges extended</option>
            <option value="crop">Middle, ends cut off</option>
          </select>
        </div>
      )}
      {offers.has('transposed') && (
        <label className="check">
          <input
            type="checkbox"
            checked={reading.transposed ?? TRANSPOSED}
            onChange={(event) => on.onReading({ ...reading, transposed: event.target.checked })}
          />
          Turn images upright (EMNIST stores rows as columns)
        </label>
      )}
      {offers.has('coarse') && (
        <label className="check">
          <input
            type="checkbox"
            checked={reading.coarse ?? false}
            onChange={(event) => on.onReading({ ...reading, coarse: event.target.checked })}
          />
          The 20 superclasses instead of 100 classes
        </label>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={withoutRepeats}
          onChange={(event) => on.onPacking({ ...packing, withoutRepeats: event.target.checked })}
        />
        Leave out test images that are training images, too
      </label>
      <p className="remark">{splitsOf(given)}</p>
    </div>
  );
}

type Side = Pick<Packing, 'width' | 'height'>;

const sizeName = ({ width, height }: Side): string => `${width}×${height}`;

/** Squares, and the images' own size where it is one that a set may have. */
function sidesOf({ sizes }: Survey): Side[] {
  const squares: Side[] = SIDES.map((side) => ({ width: side, height: side }));
  const [own] = sizes;
  const { least, most } = LIMITS.side;
  const fits =
    own &&
    sizes.length === 1 &&
    Math.min(own.width, own.height) >= least &&
    Math.max(own.width, own.height) <= most;
  if (!fits || squares.some((side) => sizeName(side) === sizeName(own))) return squares;
  return [{ width: own.width, height: own.height }, ...squares];
}

function splitsOf({ train, validation, test }: Survey['given']): string {
  const missing = [validation === 0 && 'validation', test === 0 && 'testing'].filter(Boolean).join(' and ');
  const drawn = missing && `One image in seven of each class is drawn for ${missing}.`;
  if (train + validation + test === 0) return drawn;
  return `The files have ${grouped(train)} for training, ${grouped(validation)} for validation, ${grouped(test)} for testing. ${drawn}`.trim();
}
