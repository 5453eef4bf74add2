/** One set of this browser: its name, which can be changed, what it holds, and what can be done with it. */
import { useState } from 'react';
import type { KeptSet } from '../../../data/kept.ts';
import { describeShape, imageBytes, SPLITS } from '../../../spec/dataSpec.ts';
import { byteSize, grouped } from '../../../spec/numbers.ts';
import { download, fileStem } from '../../files/download.ts';
import { useActions } from '../../playground.ts';
import { keptSets } from './ownSets.ts';

interface SetRowProps {
  readonly set: KeptSet;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

export function SetRow({ set: { spec }, onChange, onRemove }: SetRowProps) {
  const { editField } = useActions();
  const [name, setName] = useState(spec.name);
  const count = SPLITS.reduce((sum, split) => sum + spec.counts[split], 0);
  const rename = async (): Promise<void> => {
    const given = name.trim();
    if (given === '' || given === spec.name) return setName(spec.name);
    await (await keptSets()).rename(spec.id, { name: given, classes: spec.classes });
    onChange();
  };
  const save = async (): Promise<void> => {
    const [{ npzOf }, kept] = await Promise.all([import('../../../import/npz.ts'), keptSets()]);
    const content = npzOf(spec, await kept.splits(spec.id));
    download({ name: `${fileStem(spec.name)}.npz`, type: 'application/octet-stream', content });
  };
  return (
    <li>
      <input
        type="text"
        aria-label={`Name of ${spec.name}`}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={rename}
        onKeyDown={(event) =>
          event.key === 'Enter' && !event.nativeEvent.isComposing && event.currentTarget.blur()
        }
      />
      <span className="remark">
        {grouped(count)} images, {spec.classes.length} classes, {describeShape(spec)},{' '}
        {byteSize(count * imageBytes(spec))}
      </span>
      <span className="set-buttons">
        <button type="button" onClick={() => editField('data', spec.id)}>
          Train on it
        </button>
        <button
          type="button"
          title="For NumPy, and to hand on: dropped on a page it is the same set"
          onClick={save}
        >
          Save as .npz
        </button>
        <button type="button" aria-label={`Delete ${spec.name}`} onClick={onRemove}>
          Delete
        </button>
      </span>
    </li>
  );
}
