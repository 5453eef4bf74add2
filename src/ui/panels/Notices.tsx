/** Messages that stay until dismissed: a changed link, other data than asked, a lost engine, a deleted run. */
import { Icon } from '../controls/Icon.tsx';
import { useActions, usePage } from '../playground.ts';

export function Notices() {
  const notices = usePage((state) => state.notices);
  const { dismissNotice, undoDelete } = useActions();
  return (
    <div className="notices" aria-live="polite">
      {notices.map(({ id, tone, message, undo }) => (
        <div key={id} className={`notice ${tone}`}>
          <p role={tone === 'warning' ? 'alert' : undefined}>{message}</p>
          {undo && (
            <button type="button" onClick={undoDelete}>
              Undo
            </button>
          )}
          <button type="button" className="quiet" aria-label="Dismiss" onClick={() => dismissNotice(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
