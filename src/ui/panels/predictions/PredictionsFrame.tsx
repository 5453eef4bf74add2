/** The frame of 'Predictions': which run, what it makes of the test images, and of a picture of the visitor's own. */
import { useRef } from 'react';
import type { RunId } from '../../../worker/protocol.ts';
import { usePage } from '../../playground.ts';
import { NoRuns } from '../NoRuns.tsx';
import { chosenRun } from './chosenRun.ts';
import { Scores } from './Scores.tsx';
import { PictureDrop } from './sketch/PictureDrop.tsx';
import { SketchSection } from './sketch/SketchSection.tsx';

export function PredictionsFrame() {
  const shown = useRef<RunId>(undefined);
  const run = usePage((state) => chosenRun(state, shown.current));
  shown.current = run;
  if (run === undefined) {
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
          <Scores run={run} />
          <SketchSection run={run} reading={reading} />
        </>
      )}
    </PictureDrop>
  );
}
