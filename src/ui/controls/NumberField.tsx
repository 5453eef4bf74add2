/**
 * A number setting. What is typed is read at once through the same validation as links; while the focus is in the
 * field it keeps the text as typed. Where something else is used it says so, until the field is edited again.
 */
import { useState } from 'react';
import { FIELDS } from '../../spec/fields.ts';
import { validateField } from '../../spec/validate.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { Field } from './Field.tsx';
import { describeProblem, type NumberKey } from './problem.ts';

interface NumberFieldProps {
  readonly field: NumberKey;
  readonly remark?: string | undefined;
}

interface Draft {
  readonly text: string;
  /** The value before, which an unreadable text falls back to. */
  readonly before: number;
  /** The value that the text led to. */
  readonly used: number;
  /** Whether the field was left: then it shows the value, and what was wrong with the text. */
  readonly left: boolean;
}

export function NumberField({ field, remark }: NumberFieldProps) {
  const { editField } = useActions();
  const value = usePage((state) => selectedExperiment(state)[field]);
  const [draft, setDraft] = useState<Draft>();
  const { min, max, integer } = FIELDS[field];
  // A preset or a link may have changed the value since.
  const current = draft?.used === value ? draft : undefined;
  const problem = current && describeProblem(field, current.text, current.before);
  const type = (text: string): void => {
    const before = draft && !draft.left ? draft.before : value;
    const used = Number(validateField(field, text, before).value);
    setDraft({ text, before, used, left: false });
    editField(field, used);
  };
  const leave = (): void => setDraft(draft && { ...draft, left: true });
  return (
    <Field field={field} problem={problem} remark={remark}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode={integer ? 'numeric' : 'decimal'}
          min={min}
          max={max}
          step={integer ? 1 : 'any'}
          value={current && !current.left ? current.text : String(value)}
          aria-invalid={problem !== undefined && !current?.left}
          onChange={(event) => type(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => event.key === 'Enter' && leave()}
        />
      )}
    </Field>
  );
}
