/** A setting with named values, as a native select: best on phones and for screen readers. */
import type { Experiment } from '../../spec/experiment.ts';
import { type ChoiceField as ChoiceSpec, FIELDS } from '../../spec/fields.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { Field } from './Field.tsx';

type ChoiceKey = {
  [K in keyof Experiment]: Experiment[K] extends string ? K : never;
}[keyof Experiment];

interface ChoiceFieldProps {
  readonly field: ChoiceKey;
  readonly remark?: string | undefined;
}

export function ChoiceField({ field, ...frame }: ChoiceFieldProps) {
  const { editField } = useActions();
  const value = usePage((state) => selectedExperiment(state)[field]);
  const { values, names, written }: ChoiceSpec = FIELDS[field];
  return (
    <Field field={field} {...frame}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => editField(field, event.target.value)}>
          {!values.includes(value) && (
            <option value={value}>{written ? value : `${value}, which is not here`}</option>
          )}
          {values.map((option) => (
            <option key={option} value={option}>
              {names[option]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
