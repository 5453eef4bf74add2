/** On how many test images runs are scored. */

import { useId } from 'react';
import { SPLIT_SIZES } from '../../../data/dataSet.ts';
import { grouped } from '../../../spec/numbers.ts';
import { SOME_IMAGES } from '../../../store/predictionsView.ts';
import { useActions, usePage } from '../../playground.ts';

export function ScoredImages() {
  const id = useId();
  const { setPredictions } = useActions();
  const images = usePage((state) => state.predictions.images);
  return (
    <div className="field">
      <label htmlFor={id}>Test images</label>
      <select
        id={id}
        value={images}
        onChange={({ target }) => setPredictions({ images: Number(target.value) })}
      >
        <option value={SOME_IMAGES}>the first {grouped(SOME_IMAGES)}</option>
        <option value={SPLIT_SIZES.test}>all {grouped(SPLIT_SIZES.test)}</option>
      </select>
    </div>
  );
}
