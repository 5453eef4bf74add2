/** Messages that stay until dismissed: a changed link, other data than asked, a lost engine, a deleted run. */
import { useEffect } from 'react';
import type { Notice } from '../../store/state.ts';
import { Icon } from '../controls/Icon.tsx';
import { useActions, usePage } from '../playground.ts';

/** Good news goes by itself; what went wrong, and what can be undone, waits. */
const GOOD_NEWS_MS = 6000;

export function Notices() {
  const notices = usePage((state) => state.notices);
  return (
    <div className="notices" aria-live="polite">
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeLine({ notice: { id, tone, message, undo } }: { readonly notice: Notice }) {
  const { dismissNotice, undoRemoval } = useActions();
  const passing = tone === 'info' && !undo;
  useEffect(() => {
    if (!passing) return;
    const timer = setTimeout(() => dismissNotice(id), GOOD_NEWS_MS);
    return () => clearTimeout(timer);
  }, [passing, id, dismissNotice]);
  return (
    <div className={`notice ${tone}`}>
      <p role={tone === 'warning' ? 'alert' : undefined}>{message}</p>
      {undo && (
        <button type="button" className="undo" onClick={() => undoRemoval(id)}>
          Undo
        </button>
      )}
      <button type="button" className="quiet" aria-label="Dismiss" onClick={() => dismissNotice(id)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** After a deletion, whose button is gone with what it deleted, the focus goes to the way back. */
export function focusUndo(options?: FocusOptions): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('.notice .undo')];
  buttons.at(-1)?.focus(options);
}
