/** A run's name, with its line's colour and dash; Rename makes it a text field. */
import { useRef, useState } from 'react';
import { findRun } from '../../../store/selectors.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { Icon } from '../../controls/Icon.tsx';
import { useActions, usePage } from '../../playground.ts';

export function RunName({ id }: { readonly id: string }) {
  const name = usePage((state) => findRun(state, id)?.name ?? '');
  const colour = usePage((state) => findRun(state, id)?.colour ?? 0);
  const [editing, setEditing] = useState(false);
  const refocus = useRef(false);
  const done = (byKey: boolean): void => {
    refocus.current = byKey;
    setEditing(false);
  };
  return (
    <span className="run-name">
      <LineSample colour={colour} split="train" />
      {editing ? (
        <NameInput id={id} name={name} onDone={done} />
      ) : (
        <>
          <span className="text">{name}</span>
          <button
            type="button"
            className="quiet"
            aria-label={`Rename ${name}`}
            title="Rename"
            ref={(button) => {
              if (button && refocus.current) button.focus();
              refocus.current = false;
            }}
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
  /** Whether a key ended it: then the focus stays here; else it is elsewhere already. */
  readonly onDone: (byKey: boolean) => void;
}

/** Enter and leaving the field keep the name, Escape does not. */
function NameInput({ id, name, onDone }: NameInputProps) {
  const { renameRun } = useActions();
  const [text, setText] = useState(name);
  const keep = (byKey: boolean): void => {
    renameRun(id, text);
    onDone(byKey);
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
      onBlur={() => keep(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // Or the same key would press the button that gets the focus.
        event.preventDefault();
        if (event.key === 'Enter') keep(true);
        else onDone(true);
      }}
    />
  );
}
