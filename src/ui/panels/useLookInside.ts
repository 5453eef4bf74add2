/** Opens 'Inside the network' where it answers why the methods differ: with a norm among them that uses the minibatch, at the batch-mates. */
import { normNamed } from '../../spec/norms/norms.ts';
import { useActions, usePlayground } from '../playground.ts';
import { scrollTo } from '../reveal.ts';

export function useLookInside(): () => void {
  const { store } = usePlayground();
  const { setTab, setInside } = useActions();
  return () => {
    const { comparison } = store.getState();
    if (comparison.some(({ norm }) => normNamed(norm)?.usesMinibatch)) setInside({ view: 'batch-mates' });
    setTab('inside');
    const tab = document.getElementById('tab-inside');
    if (!tab) return;
    tab.focus({ preventScroll: true });
    scrollTo(tab, 'start');
  };
}
