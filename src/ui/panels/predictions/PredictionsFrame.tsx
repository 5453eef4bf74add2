/** The frame of 'Predictions': which runs, what they make of the test images, and of a picture of the visitor's own. */
import { useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunId } from '../../../worker/protocol.ts';
import { useActions, usePage } from '../../playground.ts';
import { chosenRuns } from '../inside/chosenRuns.ts';
import { RunSelects } from '../inside/RunSelects.tsx';
import { NoRuns } from '../NoRuns.tsx';
import { ScoredImages } from './ScoredImages.tsx';
import { Scores } from './Scores.tsx';
import { PictureDrop } from './sketch/PictureDrop.tsx';
import { SketchSection } from './sketch/SketchSection.tsx';
import '../../styles/inside.css';
import '../../styles/views.css';
import '../../styles/predictions.css';

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
  if (left === undefined) {
    return (
      <NoRuns button="Train">
        There is no network to ask yet: train the comparison, and see what it takes the test images for, and
        what it makes of a garment that you draw.
      </NoRuns>
    );
  }
  return (
    <PictureDrop>
      {(reading) => (
        <>
          <div className="predictions-choice">
            <RunSelects left={left} right={right} onChoose={(runs) => setPredictions({ runs })} />
            <ScoredImages />
          </div>
          <Scores left={left} right={right} />
          <SketchSection run={left} reading={reading} />
        </>
      )}
    </PictureDrop>
  );
}
