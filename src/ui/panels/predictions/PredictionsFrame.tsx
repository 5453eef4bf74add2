/** The frame of 'Predictions': which runs, what they make of the test images, and of a picture of the visitor's own. */
import { useId, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { DEFAULT_DATA } from '../../../spec/dataSets.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions, usePage } from '../../playground.ts';
import { chosenRuns } from '../inside/chosenRuns.ts';
import { RunSelects } from '../inside/RunSelects.tsx';
import { NoRuns } from '../NoRuns.tsx';
import { useSpec } from '../useSpec.ts';
import { Scores } from './Scores.tsx';
import { PictureDrop } from './sketch/PictureDrop.tsx';
import { SketchSection } from './sketch/SketchSection.tsx';
import '../../styles/inside.css';
import '../../styles/views.css';
import '../../styles/predictions.css';
import { grouped } from '../../../spec/numbers.ts';
import { SOME_IMAGES } from '../../../store/predictionsView.ts';

export function PredictionsFrame() {
  const { setPredictions } = useActions();
  // What is on the page now stays, whatever else finishes meanwhile.
  const shown = useRef<readonly (RunId | undefined)[]>([]);
  const [left, right] = usePage(
    useShallow(({ runs, predictions: { runs: wish } }) => {
      const [onLeft, onRight] = shown.current;
      return chosenRuns(runs, [wish[0] ?? onLeft, wish[1] === undefined ? onRight : wish[1]]) ?? [];
    }),
  );
  shown.current = [left, right];
  const spec = useSpec(left);
  if (left === undefined) {
    return (
      <NoRuns button="Train">
        There is no network to ask yet: train the comparison, and see what it takes the test images for, and
        what it makes of a picture that you draw.
      </NoRuns>
    );
  }
  return (
    <PictureDrop run={left} spec={spec ?? DEFAULT_DATA}>
      {(reading) => (
        <>
          <div className="predictions-choice">
            <RunSelects left={left} right={right} onChoose={(runs) => setPredictions({ runs })} />
            <ScoredImages run={left} />
          </div>
          <Scores left={left} right={right} />
          {spec && <SketchSection spec={spec} run={left} reading={reading} />}
        </>
      )}
    </PictureDrop>
  );
}

/** @param run whose data set the images are of */
function ScoredImages({ run }: { readonly run: RunId | undefined }) {
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
