/** A 3×3 kernel as numbers on shades: positive and negative in two colours, the larger the stronger. */
import { type CSSProperties, type ReactNode, useRef, useState } from 'react';
import { decimal } from '../../../../spec/numbers.ts';
import { useCommas } from '../../../controls/useCommas.ts';

interface KernelProps {
  readonly title: string;
  /** What there is to say of it as a whole. */
  readonly words: string;
  readonly values: readonly number[];
}

export const Kernel = ({ title, words, values }: KernelProps) => (
  <Frame title={title} words={words}>
    {values.map((value, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a place in the kernel
      <span key={i} className="weight" style={shade(value)}>
        {decimal(value)}
      </span>
    ))}
  </Frame>
);

interface KernelInputProps extends KernelProps {
  readonly onChange: (values: readonly number[]) => void;
}

export const KernelInput = ({ onChange, ...props }: KernelInputProps) => (
  <Frame {...props}>
    {props.values.map((value, i) => (
      <WeightInput
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the kernel
        key={i}
        name={`Weight in row ${Math.floor(i / 3) + 1}, column ${(i % 3) + 1}`}
        value={value}
        onChange={(to) => onChange(props.values.map((old, j) => (i === j ? to : old)))}
      />
    ))}
  </Frame>
);

interface WeightInputProps {
  readonly name: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const LARGEST = 100;

/** Keeps what is typed until it is a number. */
function WeightInput({ name, value, onChange }: WeightInputProps) {
  const [text, setText] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  useCommas(input, false);
  const shown = text !== undefined && Number(text) === value ? text : String(value);
  const type = (typed: string): void => {
    setText(typed);
    const number = Number(typed);
    if (typed.trim() !== '' && Math.abs(number) <= LARGEST) onChange(number);
  };
  const unfinished = text !== undefined && (text.trim() === '' || Math.abs(Number(text)) > LARGEST);
  return (
    <input
      ref={input}
      type="number"
      className="weight"
      aria-label={name}
      min={-LARGEST}
      max={LARGEST}
      step={0.1}
      value={unfinished ? text : shown}
      style={shade(value)}
      onChange={(event) => type(event.target.value)}
      onBlur={() => setText(undefined)}
    />
  );
}

function Frame({ title, words, children }: Omit<KernelProps, 'values'> & { readonly children: ReactNode }) {
  return (
    <fieldset className="kernel">
      <legend>
        <b>{title}</b> <span className="words">{words}</span>
      </legend>
      <div className="weights">{children}</div>
    </fieldset>
  );
}

/** Up to two fifths of a colour, so that text keeps its contrast. */
function shade(value: number): CSSProperties {
  const share = 40 * Math.min(1, Math.abs(value) / 2);
  const colour = value < 0 ? 'var(--series-1)' : 'var(--series-0)';
  return { backgroundColor: `color-mix(in srgb, ${colour} ${share.toFixed(0)}%, var(--panel))` };
}
