/** A number to drag, with its value in words beside its name. */
import { useId } from 'react';

interface SliderProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
  /** The value as a person reads it: '0.99', '32 images'. */
  readonly words: string;
  readonly onChange: (value: number) => void;
}

export function Slider({ label, min, max, step = 1, value, words, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className="learn-slider">
      <label htmlFor={id}>{label}</label>
      <span aria-hidden="true">{words}</span>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={words}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}

interface StopsProps extends Pick<SliderProps, 'label'> {
  /** What the slider stops at, ascending. */
  readonly stops: readonly number[];
  readonly value: number;
  readonly wordsOf: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** A slider over numbers that are not evenly spaced, such as batch sizes. */
export const StopsSlider = ({ label, stops, value, wordsOf, onChange }: StopsProps) => (
  <Slider
    label={label}
    min={0}
    max={stops.length - 1}
    value={Math.max(0, stops.indexOf(value))}
    words={wordsOf(value)}
    onChange={(index) => onChange(stops[index] ?? value)}
  />
);
