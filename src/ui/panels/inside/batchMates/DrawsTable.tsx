/** The minibatches one by one: who was in them, and what the image was taken for. */

import type { BatchMates, Picture } from '../../../../inspection/question.ts';
import { argmax, softmax } from '../../../../inspection/score.ts';
import { className, type DataSpec } from '../../../../spec/dataSpec.ts';
import { percent } from '../../../../spec/numbers.ts';
import { PixelImage } from '../../PixelImage.tsx';
import { pictureName } from '../../pictureName.ts';
import { short } from '../numbers.ts';
import { ScrollBox } from '../ScrollBox.tsx';

const SIZE = 28;
/** More pictures than this in a row hide the numbers beside them. */
const MOST = 5;

interface DrawsTableProps {
  readonly spec: DataSpec | undefined;
  readonly mates: BatchMates;
  /** The run's. */
  readonly name: string;
}

export function DrawsTable({ spec, mates, name }: DrawsTableProps) {
  const { image, batch, draws, moving } = mates;
  const truth = className(spec, image.label);
  return (
    <ScrollBox label={`The minibatches of ${name}`}>
      <table className="view-table draws">
        <caption>The minibatches one by one</caption>
        <thead>
          <tr>
            <th scope="col">Companions</th>
            <th scope="col">Taken for</th>
            <th scope="col">Logit of {truth}</th>
            <th scope="col">Probability</th>
          </tr>
        </thead>
        <tbody>
          {draws.map(({ companions, logits }, draw) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: draws have no name but their number
            <tr key={draw}>
              <td>
                <Companions spec={spec} companions={companions} count={batch - 1} />
              </td>
              <Outcome spec={spec} logits={logits} label={image.label} />
            </tr>
          ))}
          <tr>
            <td>none, as in tests</td>
            <Outcome spec={spec} logits={moving} label={image.label} />
          </tr>
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** @param count of all companions, of which not all may be at hand */
function Companions({
  spec,
  companions,
  count,
}: Pick<DrawsTableProps, 'spec'> & {
  readonly companions: readonly Picture[];
  readonly count: number;
}) {
  if (count === 0) return <>none</>;
  const shown = companions.slice(0, MOST);
  return (
    <div className="companions">
      {shown.map((picture) => (
        <PixelImage
          key={`${picture.split} ${picture.row}`}
          pixels={picture.pixels}
          shape={picture.shape}
          label={pictureName(picture, spec)}
          size={SIZE}
        />
      ))}
      {count > shown.length && <span>and {count - shown.length} more</span>}
    </div>
  );
}

interface OutcomeProps extends Pick<DrawsTableProps, 'spec'> {
  readonly logits: ArrayLike<number>;
  readonly label: number;
}

function Outcome({ spec, logits, label }: OutcomeProps) {
  const predicted = argmax(logits);
  return (
    <>
      <td>
        {predicted === label ? '✓ ' : '✗ '}
        {className(spec, predicted)}
      </td>
      <td>{short(logits[label] ?? 0)}</td>
      <td>{percent(softmax(logits)[label] ?? 0)}</td>
    </>
  );
}
