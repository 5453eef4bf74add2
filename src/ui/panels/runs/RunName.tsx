/** A run's name, with its line's colour and dash; while it is edited, a text field. */
import { useState } from 'react';
import { findRun } from '../../../store/selectors.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { useActions, usePage } from '../../playground.ts';

interface RunNameProps {
  readonly id: string;
  readonly editing: boolean;
  readonly onDone: (byKey: boolean) => void;
}

export function RunName({ id, editing, onDone }: RunNameProps) {
  const name = usePage((state) => findRun(state, id)?.name ?? '');
  const colour = usePage((state) => findRun(state, id)?.colour ?? 0);
  return (
    <span className="run-name">
      <LineSample colour={colour} split="train" />
      {editing ? <NameInput id={id} name={name} onDone={onDone} /> : <bdi className="text">{name}</bdi>}
    </span>
  );
}

interface NameInputProps {
  readonly id: string;
  readonly name: string;
  /** Whether a key ended it: then the focus is nowhere; else it is elsewhere already. */
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
      ref={(input) => {
        if (input && document.activeElement !== input) input.select();
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => keep(false)}
      onKeyDown={(event) => {
        // These keys may choose a character of an input method.
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
        // Or the same key would press the button that gets the focus.
        event.preventDefault();
        if (event.key === 'Enter') keep(true);
        else onDone(true);
      }}
    />
  );
}
