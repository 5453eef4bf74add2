/** Copies the link to the comparison; where the clipboard is closed, shows it selected for copying by hand. */
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { linkOf } from '../link.ts';
import { usePlayground } from '../playground.ts';

const CONFIRMED_MS = 4000;

export function ShareButton() {
  const { store, actions } = usePlayground();
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState<string>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async (): Promise<void> => {
    const link = linkOf(store.getState());
    history.replaceState(null, '', link);
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      actions.notify('Link copied. Opening it trains the same comparison from the same seeds.');
    } catch {
      setByHand(link);
    }
  };
  return (
    <>
      <button type="button" onClick={share}>
        <Icon name="share" /> Share<span className="confirmed">{copied ? ' ✓' : ''}</span>
      </button>
      {byHand !== undefined && <LinkDialog link={byHand} onClose={() => setByHand(undefined)} />}
    </>
  );
}

function LinkDialog({ link, onClose }: { readonly link: string; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    field.current?.select();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="link-title" onClose={onClose}>
      <h2 id="link-title">The link to this comparison</h2>
      <p>The browser did not allow copying. Copy it from here:</p>
      <input ref={field} aria-label="Link" readOnly value={link} onFocus={(event) => event.target.select()} />
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
