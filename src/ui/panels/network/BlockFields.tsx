/** The controls of the chosen block. */
import { useId, useState } from 'react';
import type { LayerPlan } from '../../../spec/networks/layerPlan.ts';
import type { Step } from '../../../spec/networks/measure.ts';
import { type BlockNumber, KINDS, numbersOf, planOf } from './edits.ts';

interface BlockFieldsProps {
  readonly step: Step;
  readonly plan: LayerPlan | undefined;
  readonly place: number;
  readonly count: number;
  readonly onChange: (plan: LayerPlan) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

export function BlockFields({ step, plan, place, count, onChange, onMove, onRemove }: BlockFieldsProps) {
  const id = useId();
  const change = (value: string): void => {
    const kind = KINDS.find((each) => each.kind === value)?.kind;
    if (kind) onChange(planOf(kind, plan));
  };
  return (
    <fieldset className="block-fields">
      <legend className="visually-hidden">{step.text}</legend>
      <div className="field">
        <label htmlFor={id}>Kind</label>
        <select id={id} value={plan?.kind ?? ''} onChange={(event) => change(event.target.value)}>
          {!plan && <option value="">{step.text}</option>}
          {KINDS.map(({ kind, name }) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {plan && numbersOf(plan).map((number) => <NumberInput key={number.name} {...{ number, onChange }} />)}
      <div className="block-buttons">
        <button type="button" disabled={place === 0} onClick={() => onMove(place - 1)}>
          Move up
        </button>
        <button type="button" disabled={place === count - 1} onClick={() => onMove(place + 1)}>
          Move down
        </button>
        <button type="button" onClick={onRemove}>
          Remove
        </button>
      </div>
    </fieldset>
  );
}

interface NumberInputProps {
  readonly number: BlockNumber;
  readonly onChange: (plan: LayerPlan) => void;
}

/** Keeps what is typed while that is no such number; the block keeps its own. */
function NumberInput({ number, onChange }: NumberInputProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const { name, value, min, max, step } = number;
  const type = (text: string): void => {
    const read = Number(text);
    const fits = Number.isInteger(read) && read >= min && read <= max && (read - min) % step === 0;
    setTyped(fits ? undefined : text);
    if (fits) onChange(number.with(read));
  };
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        {...{ min, max, step }}
        value={typed ?? value}
        aria-invalid={typed !== undefined}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}
