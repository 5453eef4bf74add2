/** The tab's title: how far training is, and that it finished until somebody looks. */
import { useEffect, useRef, useState } from 'react';
import { anyActive, overallProgress } from '../../store/selectors.ts';
import type { PageState } from '../../store/state.ts';
import { usePage, useThrottled } from '../playground.ts';

const NAME = 'Norm Playground';
const TITLE_MS = 1000;

const percentDone = (state: PageState): number => Math.floor(100 * overallProgress(state));

/** Sets it itself: index.html brings a title, which one that React renders would only follow. */
export function DocumentTitle() {
  const active = usePage(anyActive);
  const percent = useThrottled(percentDone, TITLE_MS);
  const ended = useEndedUnseen(active);
  const news = active ? `${percent} % · ` : ended ? 'Finished · ' : '';
  useEffect(() => {
    document.title = `${news}${NAME}`;
  }, [news]);
  return null;
}

/** Whether training ended while the page had no focus, and still has none. */
function useEndedUnseen(active: boolean): boolean {
  const [ended, setEnded] = useState(false);
  const before = useRef(active);
  useEffect(() => {
    if (before.current && !active) setEnded(!document.hasFocus());
    before.current = active;
  }, [active]);
  useEffect(() => {
    const seen = (): void => setEnded(false);
    addEventListener('focus', seen);
    return () => removeEventListener('focus', seen);
  }, []);
  return ended;
}
