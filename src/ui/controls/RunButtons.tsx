/** Train, Pause or Resume, Step, Stop, and what Train will do. */
import { useId } from 'react';
import { anyActive } from '../../store/selectors.ts';
import { useActions, usePage, useThrottled } from '../playground.ts';
import { describeTrain, trainsAlready } from './estimate.ts';
import { Icon } from './Icon.tsx';

/** What is planned is worked out over all runs: not at each of their events. */
const PLAN_MS = 300;

/** @param form the id of the form that Train submits, so that Enter in a number field trains too */
export function RunButtons({ form }: { readonly form: string }) {
  const { pause, resume, step, stop } = useActions();
  const note = useId();
  const active = usePage(anyActive);
  const paused = usePage((state) => state.paused) && active;
  const already = useThrottled(trainsAlready, PLAN_MS);
  const words = useThrottled(describeTrain, PLAN_MS);
  return (
    <>
      <div className="run-buttons">
        <button type="submit" form={form} className="primary" aria-disabled={already} aria-describedby={note}>
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
      <p id={note} className="estimate">
        {words}
      </p>
    </>
  );
}
