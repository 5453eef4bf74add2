/**
 * A number setting. What is typed is read at once through the same validation as links; while the focus is in the
 * field it keeps the text as typed, and says what is used if that is something else.
 */
import { useState } from 'react';
import type { Experiment } from '../../spec/experiment.ts';
import { FIELDS } from '../../spec/fields.ts';
import { validateField } from '../../spec/validate.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { Field } from './Field.tsx';

type NumberKey = {
  [K in keyof Experiment]: Experiment[K] extends number ? K : never;
}[keyof Experiment];

interface NumberFieldProps {
  readonly field: NumberKey;
  readonly remark?: string | undefined;
}

/** The text being typed, and the value before, which an unreadable text falls back to. */
interface Draft {
  readonly text: string;
  readonly before: number;
}

export function NumberField({ field, remark }: NumberFieldProps) {
  const { editField } = useActions();
  const value = usePage((state) => selectedExperiment(state)[field]);
  const [draft, setDraft] = useState<Draft>();
  const { min, max, integer } = FIELDS[field];
  const problem = draft && validateField(field, draft.text, draft.before).problem?.message;
  const type = (text: string): void => {
    const before = draft?.before ?? value;
    setDraft({ text, before });
    editField(field, validateField(field, text, before).value);
  };
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
          value={draft?.text ?? String(value)}
          aria-invalid={problem !== undefined}
          onChange={(event) => type(event.target.value)}
          onBlur={() => setDraft(undefined)}
          onKeyDown={(event) => event.key === 'Enter' && setDraft(undefined)}
        />
      )}
    </Field>
  );
}
