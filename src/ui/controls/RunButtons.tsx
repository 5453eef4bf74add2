/** Train, Pause or Resume, Step, Stop. */
import { anyActive } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { Icon } from './Icon.tsx';

export function RunButtons() {
  const { train, pause, resume, step, stop } = useActions();
  const active = usePage(anyActive);
  const paused = usePage((state) => state.paused) && active;
  return (
    <div className="run-buttons">
      <button type="button" className="primary" onClick={train}>
        Train
      </button>
      <button type="button" disabled={!active} onClick={paused ? resume : pause}>
        <Icon name={paused ? 'resume' : 'pause'} /> {paused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" onClick={step}>
        Step
      </button>
      <button type="button" disabled={!active} onClick={stop}>
        <Icon name="stop" /> Stop
      </button>
    </div>
  );
}
