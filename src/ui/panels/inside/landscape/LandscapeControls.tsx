/** How far to look, in what measure, and the buttons that look and take a step. */
import { useId } from 'react';
import { anyActive } from '../../../../store/selectors.ts';
import { useActions, usePage } from '../../../playground.ts';
import type { Height } from './slices.ts';
import type { Distance } from './slope.ts';

export interface LandscapeChoice {
  /** In updates, either way. */
  readonly reach: number;
  readonly distance: Distance;
  readonly height: Height;
}

interface LandscapeControlsProps {
  readonly choice: LandscapeChoice;
  readonly onChoice: (choice: LandscapeChoice) => void;
  readonly busy: boolean;
  /** Whether there is a look already. */
  readonly again: boolean;
  readonly look: () => void;
}

const REACHES = [2, 4, 8, 16];

export function LandscapeControls({ choice, onChoice, busy, again, look }: LandscapeControlsProps) {
  const id = useId();
  const { step } = useActions();
  const steps = usePage((state) => state.paused && anyActive(state));
  const training = usePage((state) => !state.paused && anyActive(state));
  return (
    <>
      <div className="view-controls">
        <button type="button" aria-disabled={busy} onClick={() => !busy && look()}>
          {again ? 'Look again' : 'Look along the next update'}
        </button>
        {steps && (
          <button type="button" onClick={step}>
            Step, one update
          </button>
        )}
        <div className="view-field">
          <label htmlFor={`${id}-reach`}>Reach, updates</label>
          <select
            id={`${id}-reach`}
            value={choice.reach}
            onChange={(event) => onChoice({ ...choice, reach: Number(event.target.value) })}
          >
            {REACHES.map((reach) => (
              <option key={reach} value={reach}>
                ± {reach}
              </option>
            ))}
          </select>
        </div>
        <div className="view-field">
          <label htmlFor={`${id}-distance`}>Distance in</label>
          <select
            id={`${id}-distance`}
            value={choice.distance}
            onChange={(event) =>
              onChoice({ ...choice, distance: event.target.value === 'relative' ? 'relative' : 'updates' })
            }
          >
            <option value="updates">updates</option>
            <option value="relative">shares of the weights' norm</option>
          </select>
        </div>
        <div className="view-field">
          <label htmlFor={`${id}-height`}>Height</label>
          <select
            id={`${id}-height`}
            value={choice.height}
            onChange={(event) =>
              onChoice({ ...choice, height: event.target.value === 'loss' ? 'loss' : 'change' })
            }
          >
            <option value="change">change of the loss</option>
            <option value="loss">the loss</option>
          </select>
        </div>
      </div>
      {training && (
        <p className="remark">
          The runs train on while you look. Pause them to look again after every single step.
        </p>
      )}
    </>
  );
}
