/** Which folder is looked into, what it gave, and how to end it. */
import { counted } from '../../../spec/numbers.ts';
import { useActions, usePage } from '../../playground.ts';

export function WatchLine() {
  const { watch } = useActions();
  const watched = usePage((state) => state.watched);
  if (!watched) return null;
  const { directory, runs, latest } = watched;
  const count = counted(runs, 'run');
  return (
    <p className="remark watch-line">
      Watching <b>{directory.name}</b>: {count}
      {latest !== undefined && `, last one ${timeOf(latest)}`}{' '}
      <button type="button" onClick={() => watch(undefined)}>
        Stop watching
      </button>
    </p>
  );
}

/** '12:04'; of another day with the date. */
function timeOf(ms: number): string {
  const at = new Date(ms);
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return at.toDateString() === new Date().toDateString() ? time : `${at.toLocaleDateString()} ${time}`;
}
