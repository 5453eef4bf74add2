/** Everything that can be taken away, with what each is for: report, figure and data first, the rest behind 'More'. */
import { useId, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { findRun } from '../../store/selectors.ts';
import { Dialog } from '../panels/Dialog.tsx';
import { usePage, usePlayground } from '../playground.ts';
import { download } from './download.ts';
import { FIRST_OFFERS, type Material, MORE_OFFERS, type Offer, RUN_OFFERS } from './offers.ts';
import '../styles/export.css';

export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const runs = usePage(useShallow((state) => state.runs.map(({ id }) => id)));
  const names = usePage(useShallow((state) => state.runs.map(({ name }) => name)));
  const [chosen, setChosen] = useState(runs[0]);
  const id = runs.find((run) => run === chosen) ?? runs[0];
  return (
    <Dialog title="Export" className="export" onClose={onClose}>
      {window !== window.top && (
        <p>
          This page is in a frame, which may let nothing be saved. If no file comes,{' '}
          <a href={location.href} target="_blank" rel="noreferrer">
            open it in a tab of its own
          </a>
          .
        </p>
      )}
      {id === undefined ? (
        <p>Nothing to export yet: train a run, or import one.</p>
      ) : (
        <>
          <Offers title="Report, figure and data" offers={FIRST_OFFERS} id={id} />
          <details className="more-offers">
            <summary>More</summary>
            <Offers title="Further figures, and everything" offers={MORE_OFFERS} id={id} />
            <Offers title="One run" offers={RUN_OFFERS} id={id}>
              <label>
                <span className="visually-hidden">Run to export</span>
                <select value={id} onChange={(event) => setChosen(event.target.value)}>
                  {runs.map((run, i) => (
                    <option key={run} value={run}>
                      {names[i]}
                    </option>
                  ))}
                </select>
              </label>
            </Offers>
          </details>
        </>
      )}
    </Dialog>
  );
}

interface OffersProps {
  readonly title: string;
  readonly offers: readonly Offer[];
  /** The run that they are about, or start from. */
  readonly id: string;
  readonly children?: React.ReactNode;
}

export function Offers({ title, offers, id, children }: OffersProps) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
      <ul className="offers">
        {offers.map((offer) => (
          <li key={offer.label}>
            <OfferButton offer={offer} id={id} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OfferButton({ offer, id }: { readonly offer: Offer; readonly id: string }) {
  const what = useId();
  const { store, checkpoints } = usePlayground();
  const missing = usePage((state) => {
    const run = findRun(state, id);
    return run && offer.missing?.(run);
  });
  const [state, setState] = useState<'ready' | 'making' | { readonly problem: string }>('ready');
  const make = async (): Promise<void> => {
    const page = store.getState();
    const run = findRun(page, id);
    if (!run || missing !== undefined || state === 'making') return;
    setState('making');
    const material: Material = { state: page, run, checkpoints };
    try {
      download(await offer.make(material));
      setState('ready');
    } catch (error) {
      setState({ problem: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <>
      <button
        type="button"
        aria-disabled={missing !== undefined || state === 'making'}
        aria-describedby={what}
        onClick={make}
      >
        {state === 'making' ? `${offer.label} …` : offer.label}
      </button>
      <span id={what} className={typeof state === 'object' ? 'problem' : 'remark'}>
        {typeof state === 'object' ? state.problem : (missing ?? offer.what)}
      </span>
    </>
  );
}
