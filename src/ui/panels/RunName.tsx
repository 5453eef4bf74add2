/** A run's name, with its line's colour and dash; double-click or Rename makes it a text field. */
import { useState } from 'react';
import { findRun } from '../../store/selectors.ts';
import { LineSample } from '../charts/LineSample.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useActions, usePage } from '../playground.ts';

export function RunName({ id }: { readonly id: string }) {
  const name = usePage((state) => findRun(state, id)?.name ?? '');
  const colour = usePage((state) => findRun(state, id)?.colour ?? 0);
  const [editing, setEditing] = useState(false);
  return (
    <span className="run-name">
      <LineSample colour={colour} split="train" />
      {editing ? (
        <NameInput id={id} name={name} onDone={() => setEditing(false)} />
      ) : (
        <>
          <span className="text">{name}</span>
          <button
            type="button"
            className="quiet"
            aria-label={`Rename ${name}`}
            title="Rename"
            onClick={() => setEditing(true)}
          >
            <Icon name="rename" />
          </button>
        </>
      )}
    </span>
  );
}

interface NameInputProps {
  readonly id: string;
  readonly name: string;
  readonly onDone: () => void;
}

/** Enter and leaving the field keep the name, Escape does not. */
function NameInput({ id, name, onDone }: NameInputProps) {
  const { renameRun } = useActions();
  const [text, setText] = useState(name);
  const keep = (): void => {
    renameRun(id, text);
    onDone();
  };
  return (
    <input
      aria-label="Run name"
      value={text}
      maxLength={80}
      ref={(input) => {
        if (input && document.activeElement !== input) input.select();
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}
