/** Which batch sizes are columns: the usual ones to tick, any other to type. */

import { type FormEvent, useId, useState } from 'react';
import { FIELDS } from '../../../spec/fields.ts';
import { MAX_BATCHES } from '../../../spec/matrix.ts';
import { grouped } from '../../../spec/numbers.ts';
import { describeMistyped } from '../../controls/problem.ts';
import { useActions, usePage } from '../../playground.ts';

const USUAL = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;

export function ColumnsChoice() {
  const { toggleBatch } = useActions();
  const batches = usePage((state) => state.matrix.batches);
  // One that was typed and taken away again can be had back.
  const [typed, setTyped] = useState<readonly number[]>([]);
  const offered = [...new Set([...USUAL, ...typed, ...batches])].sort((a, b) => a - b);
  const toggle = (batch: number): void => {
    setTyped([...typed, batch]);
    toggleBatch(batch);
  };
  const full = batches.length >= MAX_BATCHES;
  return (
    <details className="choice">
      <summary>
        <span className="label">Columns</span> batch {batches.map((batch) => grouped(batch)).join(', ')}
      </summary>
      <div className="choice-box">
        <fieldset className="chips">
          <legend>Batch sizes</legend>
          {offered.map((batch) => {
            const chosen = batches.includes(batch);
            return (
              <label key={batch} className="chip">
                <input
                  type="checkbox"
                  checked={chosen}
                  // The table keeps one column at least, and has room for so many.
                  disabled={chosen ? batches.length === 1 : full}
                  onChange={() => toggle(batch)}
                />
                <span>{grouped(batch)}</span>
              </label>
            );
          })}
        </fieldset>
        {full ? (
          <p className="remark">{MAX_BATCHES} columns are as many as fit: take one away to add another.</p>
        ) : (
          <AddBatch batches={batches} />
        )}
      </div>
    </details>
  );
}

function AddBatch({ batches }: { readonly batches: readonly number[] }) {
  const id = useId();
  const { toggleBatch } = useActions();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const { min, max } = FIELDS.batch;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    // Here nothing is used instead: the visitor is asked again.
    const mistake = describeMistyped('batch', text);
    if (mistake !== undefined) {
      setWrong(`${mistake}.`);
      return;
    }
    const batch = Number(text);
    if (batches.includes(batch)) {
      setWrong(`Batch size ${grouped(batch)} is a column already.`);
      return;
    }
    toggleBatch(batch);
    setText('');
    setWrong(undefined);
  };
  return (
    <form className="add-batch" noValidate onSubmit={add}>
      <label htmlFor={id}>Another batch size</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        step={1}
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
