/** What its owner wants to remember about a run. */
import { type FormEvent, useId, useState } from 'react';
import { findRun } from '../../../store/selectors.ts';
import { useActions, usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';

interface NotesDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function NotesDialog({ id, onClose }: NotesDialogProps) {
  const field = useId();
  const { setNotes } = useActions();
  const name = usePage((state) => findRun(state, id)?.name ?? '');
  const [text, setText] = useState(usePage((state) => findRun(state, id)?.notes ?? ''));
  const keep = (event: FormEvent, close: () => void): void => {
    event.preventDefault();
    setNotes(id, text.trim());
    close();
  };
  return (
    <Dialog title={`Notes on ${name}`} onClose={onClose}>
      {(close) => (
        <form onSubmit={(event) => keep(event, close)}>
          <div className="field">
            <label htmlFor={field}>Notes</label>
            <textarea id={field} rows={6} value={text} onChange={(event) => setText(event.target.value)} />
          </div>
          <div className="dialog-buttons">
            <button type="button" onClick={close}>
              Cancel
            </button>
            <button type="submit" className="primary">
              Save
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
