/** Values of a setting to tick, the usual ones, and any other to type. */
import { type FormEvent, useId, useRef, useState } from 'react';
import { describeValue, labelWithin } from '../../../spec/describe.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { FIELDS, type Field, type FieldKey } from '../../../spec/fields.ts';
import {
  type AxisValue,
  ascending,
  cellExperiment,
  MAX_VALUES,
  offeredValues,
  valueKey,
} from '../../../spec/matrix.ts';
import { describeMistake, validateField } from '../../../spec/validate.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { describeMistyped, isNumberKey } from '../../controls/problem.ts';
import { useCommas } from '../../controls/useCommas.ts';
import { usePage } from '../../playground.ts';

interface ValueBoxesProps {
  readonly setting: FieldKey;
  readonly values: readonly AxisValue[];
  /** What they are to the table: 'rows'. */
  readonly what: string;
  readonly fewest: number;
  readonly onToggle: (value: AxisValue) => void;
}

export function ValueBoxes({ setting, values, what, fewest, onToggle }: ValueBoxesProps) {
  const base = usePage(selectedExperiment);
  // One that was typed and taken away again can be had back.
  const [typed, setTyped] = useState<readonly AxisValue[]>([]);
  const all = [...offeredValues(setting, base), ...typed, ...values];
  const offered = ascending([...new Map(all.map((value) => [valueKey(value), value])).values()]);
  const chosen = new Set(values.map(valueKey));
  const full = values.length >= MAX_VALUES;
  const field: Field = FIELDS[setting];
  const toggle = (value: AxisValue): void => {
    setTyped([...typed, value]);
    onToggle(value);
  };
  return (
    <>
      <fieldset className="chips">
        <legend>{field.label}</legend>
        {offered.map((value) => {
          const isChosen = chosen.has(valueKey(value));
          return (
            <label key={valueKey(value)} className="chip">
              <input
                type="checkbox"
                checked={isChosen}
                // Some are needed, and there is room for so many.
                disabled={isChosen ? values.length <= fewest : full}
                onChange={() => toggle(value)}
              />
              <span>{describeValue(cellExperiment(base, value), setting)}</span>
            </label>
          );
        })}
      </fieldset>
      {full ? (
        <p className="remark">
          {MAX_VALUES} {what} are as many as fit: take one away to add another.
        </p>
      ) : (
        (field.kind === 'number' || field.written) && (
          <AddValue setting={setting} base={base} chosen={chosen} onAdd={onToggle} />
        )
      )}
    </>
  );
}

interface AddValueProps {
  readonly setting: FieldKey;
  readonly base: Experiment;
  /** Keys of the values that are there. */
  readonly chosen: ReadonlySet<string>;
  readonly onAdd: (value: AxisValue) => void;
}

function AddValue({ setting, base, chosen, onAdd }: AddValueProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const field: Field = FIELDS[setting];
  const input = useRef<HTMLInputElement>(null);
  const commas = useCommas(input, field.kind === 'number' && field.integer);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    // Here nothing is used instead: the visitor is asked again.
    const comma = commas.current > 0 && `${field.label} is a whole number, written without a comma`;
    const mistake = comma || mistakeIn(setting, text, base.data);
    const value = { [setting]: validateField(setting, text, base[setting], base.data).value };
    const there = chosen.has(valueKey(value));
    const words = describeValue(cellExperiment(base, value), setting);
    setWrong(mistake ? `${mistake}.` : there ? `${field.label} ${words} is there already.` : undefined);
    if (mistake !== undefined || there) return;
    onAdd(value);
    commas.current = 0;
    setText('');
  };
  return (
    <form className="add-value" noValidate onSubmit={add}>
      <label htmlFor={id}>Another {labelWithin(setting)}</label>
      <input
        id={id}
        ref={input}
        type={field.kind === 'number' ? 'number' : 'text'}
        {...(field.kind === 'number' && {
          inputMode: field.integer ? 'numeric' : 'decimal',
          min: field.min,
          max: field.max,
          step: field.integer ? 1 : 'any',
        })}
        value={text}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          if (event.target.value === '') commas.current = 0;
          setText(event.target.value);
          setWrong(undefined);
        }}
      />
      <button type="submit">Add</button>
      <p id={`${id}-problem`} className="problem" aria-live="polite">
        {wrong}
      </p>
    </form>
  );
}

function mistakeIn(setting: FieldKey, text: string, data: string): string | undefined {
  if (isNumberKey(setting)) return describeMistyped(setting, text, data);
  const { problem } = validateField(setting, text, undefined, data);
  return problem && describeMistake(problem);
}
