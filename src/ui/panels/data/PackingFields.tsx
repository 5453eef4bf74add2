/** What is to become of the images: the set's name, their size and colours, and how the files are read. */
import { useId } from 'react';
import { offeredSizes, type Size } from '../../../import/describe.ts';
import type { Packing } from '../../../import/pack.ts';
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

/** What is offered of reading, in words. */
const READINGS: readonly (readonly [keyof Reading, string])[] = [
  ['transposed', 'Turn images upright (EMNIST stores rows as columns)'],
  ['channelsFirst', 'Channels first: all red, then all green, then all blue, as CIFAR stores them'],
  ['coarse', 'The 20 superclasses instead of 100 classes'],
];

export function PackingFields({ survey, name, packing, reading, ...on }: PackingFieldsProps) {
  const { given, sizes, colour, offers } = survey;
  const id = useId();
  const offered = offeredSizes(survey);
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
          value={sizeName(packing)}
          onChange={({ target: { value } }) => {
            const size = offered.find((each) => sizeName(each) === value);
            if (size) on.onPacking({ ...packing, ...size });
          }}
        >
          {offered.map((size) => (
            <option key={sizeName(size)} value={sizeName(size)}>
              {size.width} × {size.height} pixels
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
      {READINGS.filter(([choice]) => offers.has(choice)).map(([choice, words]) => (
        <label key={choice} className="check">
          <input
            type="checkbox"
            checked={reading[choice] ?? offers.get(choice) ?? false}
            onChange={(event) => on.onReading({ ...reading, [choice]: event.target.checked })}
          />
          {words}
        </label>
      ))}
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

const sizeName = ({ width, height }: Size): string => `${width}×${height}`;

function splitsOf({ train, validation, test }: Survey['given']): string {
  const missing = [validation === 0 && 'validation', test === 0 && 'testing'].filter(Boolean);
  const drawn =
    missing.length > 0
      ? `One image in seven of each class is drawn for ${missing.join(', and one in seven for ')}.`
      : '';
  if (train + validation + test === 0) return drawn;
  return `The files have ${grouped(train)} for training, ${grouped(validation)} for validation, ${grouped(test)} for testing. ${drawn}`.trim();
}
