/**
 * Copies the link to the comparison; where there are curves, offers the same link with them in it. Where the clipboard
 * is closed, shows the link selected for copying by hand.
 */
import { useEffect, useRef, useState } from 'react';
import { resultOf } from '../../store/run.ts';
import { Icon } from '../controls/Icon.tsx';
import { linkOf } from '../link.ts';
import { usePlayground } from '../playground.ts';

const CONFIRMED_MS = 4000;

/** The link with results, as offered. */
interface WithResults {
  readonly link: string;
  /** 'with the curves of 2 runs, 2.1 kB' */
  readonly what: string;
}

export function ShareButton() {
  const { store, actions } = usePlayground();
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState<string>();
  const [offer, setOffer] = useState<WithResults>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (link: string, said: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      actions.notify(said);
    } catch {
      setByHand(link);
    }
  };
  const share = async (): Promise<void> => {
    const link = linkOf(store.getState());
    history.replaceState(null, '', link);
    await copy(link, 'Link copied. Opening it trains the same comparison from the same seeds.');
    setOffer(await linkWithResults(store.getState()));
  };
  const shareResults = async ({ link, what }: WithResults): Promise<void> => {
    setOffer(undefined);
    await copy(link, `Link copied ${what}. Opening it shows them at once.`);
  };
  return (
    <div className="share">
      <button type="button" onClick={share}>
        <Icon name="share" /> Share<span className="confirmed">{copied ? ' ✓' : ''}</span>
      </button>
      {offer && (
        <ResultsOffer offer={offer} onCopy={() => shareResults(offer)} onClose={() => setOffer(undefined)} />
      )}
      {byHand !== undefined && <LinkDialog link={byHand} onClose={() => setByHand(undefined)} />}
    </div>
  );
}

/** undefined while there is nothing to see yet. */
async function linkWithResults(
  state: ReturnType<ReturnType<typeof usePlayground>['store']['getState']>,
): Promise<WithResults | undefined> {
  const runs = state.runs.filter((run) => run.visible && run.points.length > 0);
  if (runs.length === 0) return undefined;
  const { encodeResults } = await import('../../share/results.ts');
  const { text, leftOut, thinned } = encodeResults(runs.map(resultOf));
  const link = linkOf(state, text);
  const count = runs.length - leftOut;
  const notes = [
    `${(link.length / 1000).toFixed(1)} kB`,
    thinned > 0 ? 'with fewer points' : '',
    leftOut > 0 ? `${leftOut} more do not fit` : '',
  ];
  const size = notes.filter((note) => note !== '').join(', ');
  return { link, what: `with the curves of ${count === 1 ? '1 run' : `${count} runs`} (${size})` };
}

interface ResultsOfferProps {
  readonly offer: WithResults;
  readonly onCopy: () => void;
  readonly onClose: () => void;
}

/** Closes on Escape and when the focus or a tap goes elsewhere. */
function ResultsOffer({ offer, onCopy, onClose }: ResultsOfferProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const elsewhere = ({ target }: Event): void => {
      if (!(target instanceof Node && box.current?.contains(target))) onClose();
    };
    const key = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onClose();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('keydown', key);
    };
  }, [onClose]);
  return (
    <div ref={box} className="share-offer" role="dialog" aria-label="Share results">
      <p>The link can carry the results too: whoever opens it sees the curves at once and can check them.</p>
      <button type="button" onClick={onCopy}>
        Copy it {offer.what}
      </button>
    </div>
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
