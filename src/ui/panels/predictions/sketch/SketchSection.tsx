/** A picture of the visitor's own, drawn, dropped or taken from the test set, and what every run makes of it. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { type DataSpec, describeShape, isGrey } from '../../../../spec/dataSpec.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { usePage } from '../../../playground.ts';
import { reveal } from '../../../reveal.ts';
import { isBuiltIn } from './lightOnDark.ts';
import { DEFAULT_PEN, PenChoice } from './PenChoice.tsx';
import type { Reading } from './PictureDrop.tsx';
import { PictureSource } from './PictureSource.tsx';
import { RunGuesses } from './RunGuesses.tsx';
import { SketchPad } from './SketchPad.tsx';
import { sketchFor } from './stroke.ts';

interface SketchSectionProps {
  readonly spec: DataSpec;
  /** Whose data set the test images are taken from. */
  readonly run: RunId;
  readonly reading: Reading;
}

export function SketchSection({ spec, run, reading }: SketchSectionProps) {
  const drawn = usePage((state) => state.predictions.sketch);
  const sketch = useMemo(() => sketchFor(spec.shape, drawn), [spec, drawn]);
  const [pen, setPen] = useState(DEFAULT_PEN);
  return (
    <section className="predictions-section" aria-labelledby="sketch-heading">
      <h3 id="sketch-heading">{headingOf(spec)}</h3>
      <p className="predictions-lead">
        {isBuiltIn(spec) && 'Light on black, as large as the square, as the training images are. '}
        This is what the networks see: {describeShape(spec)}. A dropped photograph is brought into that form.
      </p>
      <div className="sketch">
        <SketchPad sketch={sketch} pen={pen} />
        <div className="sketch-tools">
          <PenChoice pen={pen} onPen={setPen} sketch={sketch} />
          <PictureSource run={run} reading={reading} />
          {reading.problem && <Problem words={reading.problem} />}
        </div>
      </div>
      <RunGuesses sketch={sketch} />
    </section>
  );
}

/** Nobody paints colours with a grey pen. */
function headingOf(spec: DataSpec): string {
  if (!isGrey(spec)) return 'Drop a picture';
  return isBuiltIn(spec) ? 'Draw a garment, or drop a picture of one' : 'Draw a picture, or drop one';
}

/** It may have been dropped far from here. */
function Problem({ words }: { readonly words: string }) {
  const line = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown again for other words
  useEffect(() => {
    if (line.current) reveal(line.current);
  }, [words]);
  return (
    <p ref={line} className="problem" role="alert">
      {words}
    </p>
  );
}
