/** On how many test images runs are scored. */

import { useId } from 'react';
import { grouped } from '../../../spec/numbers.ts';
import { SOME_IMAGES } from '../../../store/predictionsView.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions, usePage } from '../../playground.ts';
import { useSpec } from '../useSpec.ts';

/** @param run whose data set the images are of */
export function ScoredImages({ run }: { readonly run: RunId | undefined }) {
  const id = useId();
  const { setPredictions } = useActions();
  const images = usePage((state) => state.predictions.images);
  const all = useSpec(run)?.counts.test;
  if (all === undefined) return null;
  return (
    <div className="field">
      <label htmlFor={id}>Test images</label>
      <select
        id={id}
        value={Math.min(images, all)}
        onChange={({ target }) => setPredictions({ images: Number(target.value) })}
      >
        {SOME_IMAGES < all && <option value={SOME_IMAGES}>the first {grouped(SOME_IMAGES)}</option>}
        <option value={all}>all {grouped(all)}</option>
      </select>
    </div>
  );
}
