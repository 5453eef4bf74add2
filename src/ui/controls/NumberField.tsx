/**
 * A number setting. What is typed is read at once through the same validation as links; while the focus is in the
 * field it keeps the text as typed. Where something else is used it says so, until the field is edited again.
 */
import { useRef, useState } from 'react';
import { FIELDS, limitsOf } from '../../spec/fields.ts';
import { typed } from '../../spec/numbers.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { Field } from './Field.tsx';
import { describeTyped, type NumberKey, readTyped } from './problem.ts';
import { useCommas } from './useCommas.ts';

interface NumberFieldProps {
  readonly field: NumberKey;
  /** The number that a word stands for here. */
  readonly own?: number | undefined;
  readonly remark?: string | undefined;
}

interface Draft {
  readonly text: string;
  /** The value before, which an unreadable text falls back to. */
  readonly before: number | string;
  /** The value that the text led to. */
  readonly used: number | string;
  /** Whether a comma was typed where none can be. */
  readonly comma: boolean;
  /** Whether the field was left: then it shows the value, and what was wrong with the text. */
  readonly left: boolean;
}

export function NumberField({ field, own, remark }: NumberFieldProps) {
  const { editField } = useActions();
  const value = usePage((state) => selectedExperiment(state)[field]);
  const shown = typeof value === 'number' ? value : own;
  const [draft, setDraft] = useState<Draft>();
  const data = usePage((state) => selectedExperiment(state).data);
  const { integer } = FIELDS[field];
  const { min, max } = limitsOf(field, data);
  // A preset or a link may have changed the value since.
  const current = draft?.used === value ? draft : undefined;
  const problem = current && describeTyped(field, current.text, current.before, current.comma, data);
  const input = useRef<HTMLInputElement>(null);
  const commas = useCommas(input, integer);
  const type = (text: string): void => {
    if (text === '') commas.current = 0;
    const before = draft && !draft.left ? draft.before : value;
    const used = readTyped(field, text, before, data).value;
    setDraft({ text, before, used, left: false, comma: commas.current > 0 });
    editField(field, used);
  };
  const leave = (): void => {
    commas.current = 0;
    setDraft(draft && { ...draft, left: true });
  };
  return (
    <Field field={field} problem={problem} remark={remark}>
      {(control) => (
        <input
          {...control}
          ref={input}
          type="number"
          inputMode={integer ? 'numeric' : 'decimal'}
          min={min}
          max={max}
          step={integer ? 1 : 'any'}
          value={current && !current.left ? current.text : shown === undefined ? '' : typed(shown)}
          aria-invalid={problem !== undefined && !current?.left}
          onChange={(event) => type(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => event.key === 'Enter' && leave()}
        />
      )}
    </Field>
  );
}
