/** Opens 'Inside the network' where it answers why the methods differ: with batch norm among them, at the batch-mates. */
import { useActions, usePlayground } from '../playground.ts';

export function useLookInside(): () => void {
  const { store } = usePlayground();
  const { setTab, setInside } = useActions();
  return () => {
    const { comparison } = store.getState();
    if (comparison.some(({ norm }) => norm === 'batch')) setInside({ view: 'batch-mates' });
    setTab('inside');
    const tab = document.getElementById('tab-inside');
    tab?.focus({ preventScroll: true });
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    tab?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
  };
}
