/** A new version of the page is there: offered, never forced, for the runs of this one are under way. */
import { useEffect, useState } from 'react';
import { anyActive } from '../../store/selectors.ts';
import { keepOffline } from '../offline.ts';
import { usePage, usePlayground } from '../playground.ts';

export function UpdateOffer() {
  const { store } = usePlayground();
  const [takeOver, setTakeOver] = useState<() => void>();
  const training = usePage(anyActive);
  useEffect(
    () => keepOffline({ busy: () => anyActive(store.getState()), offer: (next) => setTakeOver(() => next) }),
    [store],
  );
  if (!takeOver) return null;
  return (
    <section className="notice" aria-label="New version">
      <p role="status">
        {`A new version of this page is there.${training ? ' Training goes on from where it is after you resume it.' : ''}`}
      </p>
      <button type="button" className="primary" onClick={takeOver}>
        Reload
      </button>
      <button type="button" onClick={() => setTakeOver(undefined)}>
        Later
      </button>
    </section>
  );
}
