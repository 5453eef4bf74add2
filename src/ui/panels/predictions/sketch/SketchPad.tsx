/** The picture to draw on, with mouse, touch or pen, where it is grey. */
import { type PointerEvent, useRef } from 'react';
import { describeShape, isGrey } from '../../../../spec/dataSpec.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import { usePlayground } from '../../../playground.ts';
import { PixelImage } from '../../PixelImage.tsx';
import { isBlank, type Pen, type Point, sketchFor, stroke } from './stroke.ts';

interface SketchPadProps {
  readonly sketch: Sketch;
  readonly pen: Pen;
}

/** The longer side in CSS pixels: ten a pixel of Fashion-MNIST, and narrow enough for a phone. */
const SIZE = 280;

export function SketchPad({ sketch, pen }: SketchPadProps) {
  const { store, actions } = usePlayground();
  const last = useRef<Point>(undefined);
  const { shape } = sketch;
  const [height, width] = shape;
  const paint = (event: PointerEvent<HTMLElement>): void => {
    const square = event.currentTarget.getBoundingClientRect();
    const pointOf = ({
      clientX,
      clientY,
    }: {
      readonly clientX: number;
      readonly clientY: number;
    }): Point => ({
      x: (width * (clientX - square.left)) / square.width,
      y: (height * (clientY - square.top)) / square.height,
    });
    let drawn = sketchFor(shape, store.getState().predictions.sketch);
    // A browser joins several moves of a quick pointer in one event.
    const moves = event.nativeEvent.getCoalescedEvents();
    for (const move of moves.length > 0 ? moves : [event]) {
      const point = pointOf(move);
      drawn = stroke(drawn, last.current ?? point, point, pen);
      last.current = point;
    }
    actions.setPredictions({ sketch: drawn });
  };
  const lift = (): void => {
    last.current = undefined;
  };
  return (
    <div
      className="sketch-pad"
      onPointerDown={(event) => {
        if (event.button !== 0 || !isGrey(sketch)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        lift();
        paint(event);
      }}
      onPointerMove={(event) => {
        if (last.current) paint(event);
      }}
      onPointerUp={lift}
      onPointerCancel={lift}
    >
      <PixelImage
        pixels={sketch.pixels}
        shape={shape}
        label={isBlank(sketch) ? 'Your picture, still black' : `Your picture, ${describeShape(sketch)}`}
        size={SIZE}
      />
    </div>
  );
}
