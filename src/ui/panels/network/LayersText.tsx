/** The text of a network, with a line under each word that is wrong. */
import { useId } from 'react';
import type { Step } from '../../../spec/networks/measure.ts';

interface LayersTextProps {
  readonly text: string;
  readonly steps: readonly Step[];
  /** The id of what says what is wrong. */
  readonly describedBy: string;
  readonly onType: (text: string) => void;
}

export function LayersText({ text, steps, describedBy, onType }: LayersTextProps) {
  const id = useId();
  const wrong = steps.some((step) => step.wrong !== undefined) || steps.length === 0;
  return (
    <div className="field">
      <label htmlFor={id}>Layers as text</label>
      <div className="layers-text">
        <p aria-hidden="true">{markedWords(text, steps)}</p>
        <textarea
          id={id}
          rows={1}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={text}
          aria-invalid={wrong}
          aria-describedby={describedBy}
          onChange={(event) => onType(event.target.value.replaceAll('\n', ' '))}
        />
      </div>
    </div>
  );
}

/** The text behind the text, of which only the lines can be seen; it also gives the field its height. */
function markedWords(text: string, steps: readonly Step[]) {
  let end = 0;
  const parts = steps.map((step) => {
    const before = text.slice(end, step.start);
    end = step.start + step.text.length;
    return (
      <span key={step.start}>
        {before}
        {step.wrong === undefined ? step.text : <mark>{step.text}</mark>}
      </span>
    );
  });
  return [...parts, `${text.slice(end)} `];
}
