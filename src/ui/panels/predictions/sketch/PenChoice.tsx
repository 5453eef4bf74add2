/** The pen's level and width, and what is done to the picture as a whole. */
import { useId } from 'react';
import { isGrey } from '../../../../spec/dataSpec.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import { useActions } from '../../../playground.ts';
import { inverted } from './fit.ts';
import { blank, isBlank, type Pen } from './stroke.ts';

interface PenChoiceProps {
  readonly pen: Pen;
  readonly onPen: (pen: Pen) => void;
  readonly sketch: Sketch;
}

const LEVELS = [
  { level: 255, name: 'white' },
  { level: 130, name: 'grey' },
  { level: 0, name: 'black, erases' },
] as const;

const RADII = [
  { radius: 0.6, name: 'thin' },
  { radius: 1.4, name: 'medium' },
  { radius: 3, name: 'thick' },
] as const;

export const DEFAULT_PEN: Pen = { level: LEVELS[0].level, radius: RADII[1].radius };

export function PenChoice({ pen, onPen, sketch }: PenChoiceProps) {
  const id = useId();
  const { setPredictions } = useActions();
  return (
    <div className="pen">
      {isGrey(sketch) && (
        <>
          <div className="field">
            <label htmlFor={`${id}-level`}>Pen</label>
            <select
              id={`${id}-level`}
              value={pen.level}
              onChange={({ target }) => onPen({ ...pen, level: Number(target.value) })}
            >
              {LEVELS.map(({ level, name }) => (
                <option key={level} value={level}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-width`}>Width</label>
            <select
              id={`${id}-width`}
              value={pen.radius}
              onChange={({ target }) => onPen({ ...pen, radius: Number(target.value) })}
            >
              {RADII.map(({ radius, name }) => (
                <option key={radius} value={radius}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        </>
      )}
      <label className="invert">
        <input
          type="checkbox"
          checked={sketch.inverted}
          onChange={() => setPredictions({ sketch: inverted(sketch) })}
        />
        Invert
      </label>
      <button
        type="button"
        disabled={isBlank(sketch) && !sketch.inverted}
        onClick={() => setPredictions({ sketch: blank(sketch.shape) })}
      >
        Clear
      </button>
    </div>
  );
}
