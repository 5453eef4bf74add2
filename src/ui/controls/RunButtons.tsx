/** Train, Pause or Resume, Step, Stop. */
import { anyActive } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { revealResults } from '../reveal.ts';
import { Icon } from './Icon.tsx';

export function RunButtons() {
  const { train, pause, resume, step, stop } = useActions();
  const active = usePage(anyActive);
  const paused = usePage((state) => state.paused) && active;
  const start = (): void => {
    train();
    revealResults();
  };
  return (
    <div className="run-buttons">
      <button type="button" className="primary" onClick={start}>
        Train
      </button>
      <button
        type="button"
        disabled={!active}
        aria-label={paused ? 'Resume' : 'Pause'}
        title={paused ? 'Resume' : 'Pause'}
        onClick={paused ? resume : pause}
      >
        <Icon name={paused ? 'resume' : 'pause'} />
      </button>
      <button type="button" title="One update of every run, then pause" onClick={step}>
        Step
      </button>
      <button type="button" disabled={!active} aria-label="Stop" title="Stop" onClick={stop}>
        <Icon name="stop" />
      </button>
    </div>
  );
}
