/** What an axis of the table varies, and which values are in it: the usual ones to tick, any other to type. */
import { type FormEvent, useId, useState } from 'react';
import { describeValue, labelWithin } from '../../../spec/describe.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { FIELDS, type Field, type FieldKey } from '../../../spec/fields.ts';
import {
  AXIS_SETTINGS,
  type Axis,
  type AxisValue,
  ascending,
  axisLabel,
  cellExperiment,
  MAX_VALUES,
  offeredValues,
  type Side,
  valueKey,
  valueName,
} from '../../../spec/matrix.ts';
import { describeMistake, validateField } from '../../../spec/validate.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { describeMistyped, isNumberKey } from '../../controls/problem.ts';
import { useActions, usePage } from '../../playground.ts';
import { MethodBoxes } from './MethodBoxes.tsx';

const TITLES: Readonly<Record<Side, string>> = { rows: 'Rows', columns: 'Columns' };

export function AxisChoice({ side }: { readonly side: Side }) {
  const id = useId();
  const { setAxis } = useActions();
  const axis = usePage((state) => state.matrix[side]);
  const base = usePage(selectedExperiment);
  const { setting } = axis;
  return (
    <details className="choice">
      <summary>
        <span className="label">{TITLES[side]}</span> {describeAxis(axis, base)}
      </summary>
      <div className="choice-box">
        <p className="axis-setting">
          <label htmlFor={id}>{TITLES[side]} vary</label>
          <select
            id={id}
            value={setting}
            onChange={({ target: { value } }) => {
              const chosen = AXIS_SETTINGS.find((each) => each === value);
              if (chosen) setAxis(side, chosen);
            }}
          >
            {AXIS_SETTINGS.map((each) => (
              <option key={each} value={each}>
                {each === 'method' ? 'Norm and weights' : axisLabel(each)}
              </option>
            ))}
          </select>
        </p>
        {setting === 'method' ? (
          <MethodBoxes side={side} axis={axis} />
        ) : (
          <Values key={setting} side={side} axis={axis} setting={setting} base={base} />
        )}
      </div>
    </details>
  );
}

/** 'BN, GN(32)+WS'; 'batch 2, 64, 128' */
function describeAxis({ setting, values }: Axis, base: Experiment): string {
  const cells = values.map((value) => cellExperiment(base, value));
  if (setting === 'method') return cells.map((cell) => valueName(setting, cell)).join(', ');
  const what = setting === 'batch' ? 'batch' : labelWithin(setting);
  return `${what} ${cells.map((cell) => describeValue(cell, setting)).join(', ')}`;
}

interface ValuesProps {
  readonly side: Side;
  readonly axis: Axis;
  readonly setting: FieldKey;
  readonly base: Experiment;
}

function Values({ side, axis: { values }, setting, base }: ValuesProps) {
  const { toggleValue } = useActions();
  // One that was typed and taken away again can be had back.
  const [typed, setTyped] = useState<readonly AxisValue[]>([]);
  const all = [...offeredValues(setting, base), ...typed, ...values];
  const offered = ascending([...new Map(all.map((value) => [valueKey(value), value])).values()]);
  const chosen = new Set(values.map(valueKey));
  const full = values.length >= MAX_VALUES;
  const field: Field = FIELDS[setting];
  const toggle = (value: AxisValue): void => {
    setTyped([...typed, value]);
    toggleValue(side, value);
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
                // The table keeps one at least, and has room for so many.
                disabled={isChosen ? values.length === 1 : full}
                onChange={() => toggle(value)}
              />
              <span>{describeValue(cellExperiment(base, value), setting)}</span>
            </label>
          );
        })}
      </fieldset>
      {full ? (
        <p className="remark">
          {MAX_VALUES} {side} are as many as fit: take one away to add another.
        </p>
      ) : (
        (field.kind === 'number' || field.written) && (
          <AddValue side={side} setting={setting} base={base} chosen={chosen} />
        )
      )}
    </>
  );
}

interface AddValueProps {
  readonly side: Side;
  readonly setting: FieldKey;
  readonly base: Experiment;
  /** Keys of the values that are there. */
  readonly chosen: ReadonlySet<string>;
}

function AddValue({ side, setting, base, chosen }: AddValueProps) {
  const id = useId();
  const { toggleValue } = useActions();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const field: Field = FIELDS[setting];
  const add = (event: FormEvent): void => {
    event.preventDefault();
    // Here nothing is used instead: the visitor is asked again.
    const mistake = mistakeIn(setting, text, base.data);
    const value = { [setting]: validateField(setting, text, base[setting], base.data).value };
    const there = chosen.has(valueKey(value));
    const words = describeValue(cellExperiment(base, value), setting);
    setWrong(mistake ? `${mistake}.` : there ? `${field.label} ${words} is there already.` : undefined);
    if (mistake !== undefined || there) return;
    toggleValue(side, value);
    setText('');
  };
  return (
    <form className="add-value" noValidate onSubmit={add}>
      <label htmlFor={id}>Another {labelWithin(setting)}</label>
      <input
        id={id}
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
