/** The choice of one class of many, by its name or a part of it. */
import { useId } from 'react';
import { findClass } from './mixups.ts';

interface ClassLookupProps {
  readonly names: readonly string[];
  readonly text: string;
  readonly onText: (text: string) => void;
}

export function ClassLookup({ names, text, onText }: ClassLookupProps) {
  const id = useId();
  return (
    <div className="class-lookup">
      <label htmlFor={id}>Find a class</label>
      <input
        id={id}
        type="search"
        list={`${id}-names`}
        value={text}
        placeholder={names[0]}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => onText(target.value)}
      />
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {text.trim() !== '' && findClass(names, text) === undefined && (
        <p role="status">
          None of the {names.length} classes has '{text.trim()}' in its name.
        </p>
      )}
    </div>
  );
}
