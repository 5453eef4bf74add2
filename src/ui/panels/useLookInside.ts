/** Opens 'Inside the network' where it answers why the methods differ: with batch norm among them, at the batch-mates. */
import { useActions, usePlayground } from '../playground.ts';
import { scrollTo } from '../reveal.ts';

export function useLookInside(): () => void {
  const { store } = usePlayground();
  const { setTab, setInside } = useActions();
  return () => {
    const { comparison } = store.getState();
    if (comparison.some(({ norm }) => norm === 'batch')) setInside({ view: 'batch-mates' });
    setTab('inside');
    const tab = document.getElementById('tab-inside');
    if (!tab) return;
    tab.focus({ preventScroll: true });
    scrollTo(tab, 'start');
  };
}
