/** The square to draw on, with mouse, touch or pen. */
import { type PointerEvent, useRef } from 'react';
import { SIDE } from '../../../../data/dataSet.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import { usePlayground } from '../../../playground.ts';
import { PixelImage } from '../../PixelImage.tsx';
import { BLANK, isBlank, type Pen, type Point, stroke } from './stroke.ts';

interface SketchPadProps {
  readonly sketch: Sketch;
  readonly pen: Pen;
}

/** Width and height in CSS pixels: ten a pixel of the picture, and narrow enough for a phone. */
const SIZE = 280;

export function SketchPad({ sketch, pen }: SketchPadProps) {
  const { store, actions } = usePlayground();
  const last = useRef<Point>(undefined);
  const paint = (event: PointerEvent<HTMLElement>): void => {
    const square = event.currentTarget.getBoundingClientRect();
    const pointOf = ({
      clientX,
      clientY,
    }: {
      readonly clientX: number;
      readonly clientY: number;
    }): Point => ({
      x: (SIDE * (clientX - square.left)) / square.width,
      y: (SIDE * (clientY - square.top)) / square.height,
    });
    let drawn = store.getState().predictions.sketch ?? BLANK;
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
        if (event.button !== 0) return;
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
        label={isBlank(sketch) ? 'Your picture, still black' : 'Your picture, 28 × 28 pixels'}
        size={SIZE}
      />
    </div>
  );
}
